"""The timeline is only ever appended; an issued paper keeps its number and data; who approved stays written."""

from __future__ import annotations

from django.db import migrations

FORWARD = """
CREATE FUNCTION cases_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only appended', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER cases_move_append_only BEFORE UPDATE OR DELETE ON cases_move
    FOR EACH ROW EXECUTE FUNCTION cases_refuse_change();
CREATE TRIGGER cases_vote_append_only BEFORE UPDATE OR DELETE ON cases_approvalvote
    FOR EACH ROW EXECUTE FUNCTION cases_refuse_change();
CREATE TRIGGER cases_rulechoice_append_only BEFORE UPDATE OR DELETE ON cases_rulechoice
    FOR EACH ROW EXECUTE FUNCTION cases_refuse_change();
CREATE TRIGGER cases_calendaryear_append_only BEFORE UPDATE OR DELETE ON cases_calendaryear
    FOR EACH ROW EXECUTE FUNCTION cases_refuse_change();
CREATE TRIGGER cases_paper_kept BEFORE DELETE ON cases_paper
    FOR EACH ROW EXECUTE FUNCTION cases_refuse_change();
CREATE TRIGGER cases_case_kept BEFORE DELETE ON cases_case
    FOR EACH ROW EXECUTE FUNCTION cases_refuse_change();

CREATE FUNCTION cases_paper_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.case_id, OLD.public_id, OLD.kind, OLD.office_id, OLD.sign, OLD.year, OLD.number, OLD.data, OLD.issued_at,
        OLD.issued_by, OLD.rules, OLD.relations)
       IS DISTINCT FROM
       (NEW.case_id, NEW.public_id, NEW.kind, NEW.office_id, NEW.sign, NEW.year, NEW.number, NEW.data, NEW.issued_at,
        NEW.issued_by, NEW.rules, NEW.relations)
       OR OLD.serial IS DISTINCT FROM NEW.serial
       OR (OLD.pdf_sha256 <> '' AND OLD.pdf_sha256 <> NEW.pdf_sha256)
    THEN
        RAISE EXCEPTION 'an issued paper is not changed; issue a correction'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cases_paper_frozen BEFORE UPDATE ON cases_paper
    FOR EACH ROW EXECUTE FUNCTION cases_paper_frozen();
"""

BACKWARD = """
DROP TRIGGER cases_paper_frozen ON cases_paper;
DROP FUNCTION cases_paper_frozen();
DROP TRIGGER cases_case_kept ON cases_case;
DROP TRIGGER cases_paper_kept ON cases_paper;
DROP TRIGGER cases_calendaryear_append_only ON cases_calendaryear;
DROP TRIGGER cases_rulechoice_append_only ON cases_rulechoice;
DROP TRIGGER cases_vote_append_only ON cases_approvalvote;
DROP TRIGGER cases_move_append_only ON cases_move;
DROP FUNCTION cases_refuse_change();
"""


class Migration(migrations.Migration):
    """Hand-written guards of the database itself."""

    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
