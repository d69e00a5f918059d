"""What was deposited stays as it was, and the chain of title is only ever appended: the database itself refuses."""

from __future__ import annotations

from django.db import migrations

FORWARD = """
CREATE FUNCTION deposit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only appended', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER deposit_chain_append_only BEFORE UPDATE OR DELETE ON deposit_chainentry
    FOR EACH ROW EXECUTE FUNCTION deposit_refuse_change();
CREATE TRIGGER deposit_file_append_only BEFORE UPDATE OR DELETE ON deposit_depositfile
    FOR EACH ROW EXECUTE FUNCTION deposit_refuse_change();
CREATE TRIGGER deposit_author_append_only BEFORE UPDATE OR DELETE ON deposit_author
    FOR EACH ROW EXECUTE FUNCTION deposit_refuse_change();
CREATE TRIGGER deposit_kept BEFORE DELETE ON deposit_deposit
    FOR EACH ROW EXECUTE FUNCTION deposit_refuse_change();
CREATE TRIGGER deposit_deal_kept BEFORE DELETE ON deposit_deal
    FOR EACH ROW EXECUTE FUNCTION deposit_refuse_change();
CREATE TRIGGER deposit_batch_kept BEFORE DELETE ON deposit_codebatch
    FOR EACH ROW EXECUTE FUNCTION deposit_refuse_change();

CREATE FUNCTION deposit_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.number, OLD.title, OLD.category, OLD.authorship, OLD.ai_statement, OLD.description, OLD.created_on,
        OLD.first_published_on, OLD.district, OLD.form, OLD.commitment, OLD.deposited_at, OLD.deposited_by)
       IS DISTINCT FROM
       (NEW.number, NEW.title, NEW.category, NEW.authorship, NEW.ai_statement, NEW.description, NEW.created_on,
        NEW.first_published_on, NEW.district, NEW.form, NEW.commitment, NEW.deposited_at, NEW.deposited_by)
       OR (OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn')
       OR (OLD.revealed_at IS NOT NULL AND OLD.revealed_at IS DISTINCT FROM NEW.revealed_at)
    THEN
        RAISE EXCEPTION 'what was deposited is not changed; deposit the changed work'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deposit_frozen BEFORE UPDATE ON deposit_deposit
    FOR EACH ROW EXECUTE FUNCTION deposit_frozen();

CREATE FUNCTION deposit_share_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.deposit_id, OLD.party_id, OLD.share_num, OLD.share_den)
       IS DISTINCT FROM (NEW.deposit_id, NEW.party_id, NEW.share_num, NEW.share_den)
       OR (OLD.account_id IS NOT NULL AND OLD.account_id IS DISTINCT FROM NEW.account_id)
    THEN
        RAISE EXCEPTION 'shares move by transfers only' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deposit_share_frozen BEFORE UPDATE OR DELETE ON deposit_holder
    FOR EACH ROW EXECUTE FUNCTION deposit_share_frozen();
"""

BACKWARD = """
DROP TRIGGER deposit_share_frozen ON deposit_holder;
DROP FUNCTION deposit_share_frozen();
DROP TRIGGER deposit_frozen ON deposit_deposit;
DROP FUNCTION deposit_frozen();
DROP TRIGGER deposit_batch_kept ON deposit_codebatch;
DROP TRIGGER deposit_deal_kept ON deposit_deal;
DROP TRIGGER deposit_kept ON deposit_deposit;
DROP TRIGGER deposit_author_append_only ON deposit_author;
DROP TRIGGER deposit_file_append_only ON deposit_depositfile;
DROP TRIGGER deposit_chain_append_only ON deposit_chainentry;
DROP FUNCTION deposit_refuse_change();
"""


class Migration(migrations.Migration):
    """Hand-written guards of the database itself."""

    dependencies = [("deposit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
