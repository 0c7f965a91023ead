// @ts-check
/** A small list that opens above or below its button: one choice closes it, Escape too. Knows nothing of what is chosen. */

import { html, nothing } from "lit";
import { icon } from "lapak/icon.js";

/**
 * @param {object} shape
 * @param {any} shape.desk {store, commands}
 * @param {string} shape.name under which the store remembers that it is open
 * @param {unknown} shape.button what the button shows
 * @param {string} shape.kind classes of the button
 * @param {string} shape.title heading of the list
 * @param {{label: unknown, icon?: string, kind?: string, isCurrent?: boolean, choose: () => void}[]} shape.choices
 * @param {boolean} [shape.disabled]
 * @param {string} [shape.label] accessible name where the button shows only an icon
 */
export function popup({ desk: { store, commands }, name, button, kind, title, choices, disabled = false, label = "" }) {
  const isOpen = store.state.popup === name && !disabled;
  return html`<div class="popup" @keydown=${(event) => moveFocus(event)} @focusout=${(event) => closeBehind(event, isOpen, commands)}>
    <button
      class=${kind}
      aria-haspopup="true"
      aria-expanded=${String(isOpen)}
      aria-label=${label || nothing}
      title=${label || nothing}
      ?disabled=${disabled}
      @click=${(event) => openFrom(event, name, commands)}
    >
      ${button}
    </button>
    ${isOpen ? list(title, choices) : nothing}
  </div>`;
}

function list(title, choices) {
  return html`<div class="popup__list" role="group" aria-label=${title}>
    <h3>${title}</h3>
    ${choices.map(
      (one) =>
        html`<button class="popup__choice ${one.kind ?? ""}" aria-current=${one.isCurrent ? "true" : nothing} @click=${one.choose}>
          ${one.icon ? icon(one.icon) : nothing}<span>${one.label}</span>
        </button>`,
    )}
  </div>`;
}

/** Open, and put the focus on the first choice: the drawing is queued by then, so this comes right after it. */
function openFrom(event, name, commands) {
  const root = event.currentTarget.parentElement;
  commands.open(name);
  queueMicrotask(() => root.querySelector(".popup__choice")?.focus());
}

function closeBehind(event, isOpen, commands) {
  const isInside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
  if (isOpen && event.relatedTarget && !isInside) commands.open(null);
}

function moveFocus(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const choices = [...event.currentTarget.querySelectorAll(".popup__choice")];
  if (event.key === "Escape" && choices.length) event.currentTarget.querySelector("button").focus();
  if (!step || !choices.length) return;
  event.preventDefault();
  const at = choices.indexOf(document.activeElement);
  choices[(at + step + choices.length) % choices.length].focus();
}
