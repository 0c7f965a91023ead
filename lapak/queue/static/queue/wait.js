// @ts-check
/** The page of the waiting list looks every half minute whether there is an offer. */

setInterval(() => { if (!document.hidden) location.reload(); }, 30_000);
