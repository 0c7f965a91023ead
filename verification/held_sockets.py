"""What pages share beside the protocol: a staff login that is still good, and one page for each desk or booth."""

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth import get_user

from booths import presence
from booths.models import Officer
from booths.threads import in_database
from verification.signalling import CLOSE_LOGIN, CLOSE_SUPERSEDED
from verification.socket import PageSocket, Turned

if TYPE_CHECKING:
    from django.http import HttpRequest


class StaffSocket(PageSocket):
    """A page behind the staff login: who logged in is looked up again at every heartbeat."""

    def officer(self) -> Officer:
        """Return the officer whose login is still good. Asks the database. Raises Turned."""
        session = self.scope["session"]
        if not session.session_key or not session.exists(session.session_key):
            raise Turned(CLOSE_LOGIN)
        user = get_user(cast("HttpRequest", SimpleNamespace(session=session)))
        if not isinstance(user, Officer) or not user.is_active:
            raise Turned(CLOSE_LOGIN)
        return user


class NewestWins(PageSocket):
    """One page per desk or booth screen: a newer one turns the older one away.

    Each says when it opened, by the one clock that all processes share: the older one's own word may arrive late.
    """

    async def supersede_others(self, group: str) -> None:
        await self.channel_layer.group_add(group, self.channel_name)
        self.groups = [*self.groups, group]
        self.opened_at = await in_database(presence.shared_clock)()
        await self.channel_layer.group_send(group, {"type": "page.superseded", "opened_at": self.opened_at})

    async def page_superseded(self, event: dict[str, Any]) -> None:
        if event["opened_at"] > self.opened_at:
            self.peer = ""  # the newer page has its own; this one must not make it leave
            await self.close(CLOSE_SUPERSEDED)
