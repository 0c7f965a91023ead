// @ts-check
/** Every sentence of the board in one place, in the reader's language. Holds no layout. */

import { faults, figures, signal } from "../line-words.js";

const say = (/** @type {string} */ sentence, /** @type {unknown[]} */ ...values) => interpolate(sentence, values);

export const words = {
  numbers: gettext("Enam angka"),
  waiting: gettext("Menunggu"),
  people: gettext("orang"),
  longest: gettext("Menunggu terlama"),
  minutes: gettext("mnt"),
  meanWait: gettext("Rata-rata menunggu hari ini"),
  done: gettext("Selesai hari ini"),
  used: gettext("Bilik terpakai"),
  onDuty: gettext("Petugas bertugas"),
  of: (count) => say(gettext("dari %s"), count),
  noneYet: gettext("belum ada"),
  attention: gettext("perhatian"),
  overLimit: gettext("lewat batas"),
  limit: (minutes) => say(gettext("batas %s mnt"), minutes),
  nobody: gettext("tidak ada yang menunggu"),
  first: (number) => say(gettext("terdepan %s"), number),
  perOfficer: (number) => say(gettext("%s bilik per petugas"), number),
  free: (count) => say(gettext("%s bebas"), count),
  closed: gettext("Cabang tutup"),
  open: gettext("Cabang buka"),

  floor: gettext("Denah bilik"),
  inState: gettext("waktu dalam keadaan sekarang"),
  booth: (number, state, time) => say(gettext("Bilik %s, %s, %s"), number, state, time),
  noOfficer: gettext("tanpa petugas"),
  place: (number) => say(gettext("tempat %s"), number),
  usedToday: (percent, minutes) => say(gettext("%s, %s mnt terisi"), percent, minutes),
  notOpen: gettext("pemakaian belum terhitung"),
  definition: gettext(
    "Pemakaian hari ini = waktu terisi dibagi waktu buka tanpa waktu rusak, sejak cabang buka menurut jam setempat. Terisi: sejak peserta duduk sampai layar bilik dihapus.",
  ),

  signal,
  faults,
  lineFigures: figures,

  officers: gettext("Petugas"),
  active: (ready, all) => say(gettext("%s siap dari %s"), ready, all),
  name: gettext("Nama"),
  state: gettext("Keadaan"),
  since: gettext("Sejak"),
  places: gettext("Tempat"),
  doneShort: gettext("Selesai"),
  usedPlaces: (used, all) => say(gettext("%s dari %s tempat terisi"), used, all),
  noOfficers: gettext("Belum ada petugas yang memulai tugas."),

  line: gettext("Ruang tunggu"),
  number: gettext("Nomor"),
  reason: gettext("Keperluan"),
  waited: gettext("Menunggu"),
  emptyLine: gettext("Ruang tunggu kosong."),
  more: (count) => say(gettext("dan %s lagi"), count),

  listen: {
    panel: gettext("Mendengarkan bilik"),
    title: (number) => say(gettext("Dengarkan bilik %s"), number),
    picture: (number) => say(gettext("Gambar bilik %s"), number),
    how: gettext("Cara bersama bilik ini"),
    modes: { listen: gettext("Dengarkan"), whisper: gettext("Bisik"), join: gettext("Gabung") },
    hints: {
      listen: gettext("Mikrofon Anda tidak dipakai."),
      whisper: gettext("Hanya petugas yang mendengar Anda."),
      join: gettext("Petugas dan peserta mendengar Anda."),
    },
    now: { listen: gettext("Anda mendengarkan"), whisper: gettext("Anda berbisik kepada petugas"), join: gettext("Anda berbicara dengan keduanya") },
    states: { connecting: gettext("Menyambung"), lost: gettext("Terputus, menyambung ulang"), refused: gettext("Tidak dapat dibuka") },
    theyTalk: gettext("Petugas berbicara dengan bilik ini."),
    theyAreSilent: gettext("Petugas tidak berbicara dengan bilik ini, jadi tidak ada suara."),
    officerHears: gettext("Hanya petugas yang mendengar Anda."),
    bothHear: gettext("Petugas dan peserta mendengar Anda; petugas dan layar bilik menampilkan nama Anda."),
    noMicrophone: gettext("Mikrofon tidak ada atau tidak diizinkan. Anda tetap mendengarkan."),
    over: gettext("Selesai: peserta sudah pergi, atau Anda mendengarkan di halaman lain."),
    end: gettext("Selesai"),
    close: gettext("Tutup"),
  },

  age: (seconds) => say(gettext("data %s dtk yang lalu"), seconds),
  lost: gettext("Sambungan ke peladen terputus, menyambung ulang."),
  ended: gettext("Papan ini tidak lagi terhubung. Muat ulang halaman."),
  reload: gettext("Muat ulang"),
};
