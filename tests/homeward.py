"""The branch as its first visitor finds it: tests that share a stack begin with nobody in line and every booth free."""

from tests.live import LiveStack

OF_BRANCH = "(SELECT id FROM booths_branch WHERE code = %s)"
STATEMENTS = (
    f"""UPDATE verification_seat SET status = 'ABORTED'
        WHERE status IN ('CALLED', 'CONNECTING', 'LIVE', 'ON_HOLD', 'INTERRUPTED', 'DECIDED')
        AND booth_id IN (SELECT id FROM booths_booth WHERE branch_id = {OF_BRANCH})""",
    f"""UPDATE booths_occupancy SET ended_at = now() WHERE ended_at IS NULL
        AND booth_id IN (SELECT id FROM booths_booth WHERE branch_id = {OF_BRANCH})""",
    f"""UPDATE queue_ticket SET status = 'CANCELLED' WHERE status IN ('WAITING', 'CALLED', 'SERVING')
        AND branch_id = {OF_BRANCH}""",
    f"""UPDATE claims_claim SET status = 'WITHDRAWN' WHERE status IN ('SUBMITTED', 'IN_SESSION')
        AND branch_id = {OF_BRANCH}""",
    f"UPDATE booths_topic SET sequence = sequence + 1 WHERE {OF_BRANCH} > 0",
)


def send_everybody_home(stack: LiveStack, code: str) -> None:
    """Take everybody of this branch out of line and out of the booths; open pages learn it by their heartbeat."""
    for statement in STATEMENTS:
        stack.query(statement, [code])
