"""What the database itself refuses: change of sealed rows, two administrators in one person, holes in the chain."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION zhidun_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on % is refused; add a new row instead', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION zhidun_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'kept: % on % is refused; end, revoke or withdraw the row instead', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER audit_entry_rows BEFORE UPDATE OR DELETE ON access_auditentry
    FOR EACH ROW EXECUTE FUNCTION zhidun_append_only();
CREATE TRIGGER audit_entry_table BEFORE TRUNCATE ON access_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION zhidun_append_only();
CREATE TRIGGER audit_link_rows BEFORE UPDATE OR DELETE ON access_auditlink
    FOR EACH ROW EXECUTE FUNCTION zhidun_append_only();
CREATE TRIGGER audit_link_table BEFORE TRUNCATE ON access_auditlink
    FOR EACH STATEMENT EXECUTE FUNCTION zhidun_append_only();

CREATE TRIGGER post_kept BEFORE DELETE ON access_post
    FOR EACH ROW EXECUTE FUNCTION zhidun_no_delete();
CREATE TRIGGER conflict_kept BEFORE DELETE ON access_conflictdeclaration
    FOR EACH ROW EXECUTE FUNCTION zhidun_no_delete();
"""

APPEND_ONLY_UNDO = """
DROP TRIGGER conflict_kept ON access_conflictdeclaration;
DROP TRIGGER post_kept ON access_post;
DROP TRIGGER audit_link_table ON access_auditlink;
DROP TRIGGER audit_link_rows ON access_auditlink;
DROP TRIGGER audit_entry_table ON access_auditentry;
DROP TRIGGER audit_entry_rows ON access_auditentry;
DROP FUNCTION zhidun_no_delete();
DROP FUNCTION zhidun_append_only();
"""

# The lane follows the connection, so all entries of a transaction meet one lock, taken when it commits.
CHAIN = """
CREATE FUNCTION access_audit_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    my_lane smallint := pg_backend_pid() % 16;
    last_seq bigint;
    last_hash text;
BEGIN
    PERFORM pg_advisory_xact_lock(78452309, my_lane);
    SELECT seq, hash INTO last_seq, last_hash FROM access_auditlink
        WHERE lane = my_lane ORDER BY seq DESC LIMIT 1;
    last_seq := coalesce(last_seq, 0);
    last_hash := coalesce(last_hash, repeat('0', 64));
    INSERT INTO access_auditlink (entry_id, lane, seq, prev_hash, hash) VALUES (
        NEW.id, my_lane, last_seq + 1, last_hash,
        encode(sha256(convert_to(last_hash || NEW.digest, 'UTF8')), 'hex')
    );
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER audit_entry_chain AFTER INSERT ON access_auditentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION access_audit_chain();
"""

CHAIN_UNDO = """
DROP TRIGGER audit_entry_chain ON access_auditentry;
DROP FUNCTION access_audit_chain();
"""

# Range types only: the embedded PostgreSQL has no btree_gist.
SEPARATE = """
ALTER TABLE access_post ADD CONSTRAINT post_separate_administrators EXCLUDE USING gist (
    int8range(account_id, account_id, '[]') WITH &&,
    daterange(from_on, to_on, '[]') WITH &&
) WHERE (revoked_at IS NULL AND role IN ('system-admin', 'security-admin', 'audit-admin'));
"""

SEPARATE_UNDO = "ALTER TABLE access_post DROP CONSTRAINT post_separate_administrators;"


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_UNDO),
        migrations.RunSQL(CHAIN, CHAIN_UNDO),
        migrations.RunSQL(SEPARATE, SEPARATE_UNDO),
    ]
