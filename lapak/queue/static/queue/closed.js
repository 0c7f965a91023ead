// @ts-check
/** A closed ticket page looks every minute whether the branch has opened. */

setInterval(() => location.reload(), 60_000);
