"""The database keeps the books: entries of a posting sum to zero at the end of its transaction, and nothing is changed."""

from django.db import migrations

BALANCE = """
CREATE FUNCTION lapak_posting_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(amount_rupiah) FROM money_ledgerentry WHERE posting_id = NEW.posting_id) <> 0 THEN
        RAISE EXCEPTION 'posting % does not balance', NEW.posting_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER posting_balances AFTER INSERT ON money_ledgerentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION lapak_posting_balances();
"""
KEEP = """
CREATE FUNCTION lapak_keeps_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER entries_are_kept BEFORE UPDATE OR DELETE ON money_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION lapak_keeps_rows();
CREATE TRIGGER postings_are_kept BEFORE UPDATE OR DELETE ON money_ledgerposting
    FOR EACH ROW EXECUTE FUNCTION lapak_keeps_rows();
CREATE TRIGGER approvals_are_kept BEFORE UPDATE OR DELETE ON money_approval
    FOR EACH ROW EXECUTE FUNCTION lapak_keeps_rows();
"""
UNDO = """
DROP TRIGGER posting_balances ON money_ledgerentry;
DROP TRIGGER entries_are_kept ON money_ledgerentry;
DROP TRIGGER postings_are_kept ON money_ledgerposting;
DROP TRIGGER approvals_are_kept ON money_approval;
DROP FUNCTION lapak_posting_balances();
DROP FUNCTION lapak_keeps_rows();
"""


class Migration(migrations.Migration):
    dependencies = [("money", "0001_initial")]

    operations = [migrations.RunSQL(BALANCE + KEEP, UNDO)]
