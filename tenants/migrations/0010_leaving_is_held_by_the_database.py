"""What orders an association out of service holds against the login that serves people, whatever SQL it runs.

Only the owner's process takes an association out of service, writes an archive, or notes that a step is done.
The login that serves people may ask: a passage begins empty, and a deletion begins with a written request of an
administrator. The database itself writes down when that really was, who could confirm it on that day, and to
which other umbrellas the association belonged; who confirms has to be one of them, not the same person, and an
administrator still, and all the other umbrellas have to have agreed. What an association is called in the
database stays, so that nobody leads an order to another one.
"""

from django.db import migrations

from tenants.bootdb import APP

# The owner of the table is asked for by rights: a member of it is the owner's process, or a superuser.
_OWNER = "pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE')"

STATE_GUARD = f"""
CREATE OR REPLACE FUNCTION public.tenants_state_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.state = 'deleted' AND NEW.state <> 'deleted' THEN
        RAISE EXCEPTION 'tenants_deleted_stays' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = OLD.state THEN
        RETURN NEW;
    END IF;
    IF (NEW.state IN ('archived', 'deleted') OR OLD.state = 'archived') AND NOT {_OWNER} THEN
        RAISE EXCEPTION 'tenants_leaves_by_its_owner' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'archived' AND NOT EXISTS (
        SELECT FROM public.tenants_archive
        WHERE association_id = NEW.id AND verified_at IS NOT NULL AND removed_at IS NULL
    ) THEN
        RAISE EXCEPTION 'tenants_archived_without_copy' USING ERRCODE = 'check_violation';
    END IF;
    -- A copy of another association goes with that one, unless it has become one of its own.
    IF NEW.state = 'deleted' AND NOT EXISTS (
        SELECT FROM public.tenants_deletion d JOIN public.tenants_association a ON a.id = d.association_id
        WHERE d.confirmed_at IS NOT NULL AND d.called_off_at IS NULL
            AND ((a.id = NEW.id AND OLD.state = 'archived')
                OR (a.uuid = NEW.copied_from AND NEW.outside_figures))
    ) AND NOT (NEW.outside_figures AND EXISTS (
        SELECT FROM public.tenants_association o WHERE o.uuid = NEW.copied_from AND o.state = 'deleted'
    )) THEN
        RAISE EXCEPTION 'tenants_deleted_without_two' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$
"""  # noqa: S608  # ours
STATE_GUARD_BEFORE = """
CREATE OR REPLACE FUNCTION public.tenants_state_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.state = 'deleted' AND NEW.state <> 'deleted' THEN
        RAISE EXCEPTION 'tenants_deleted_stays' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'archived' AND OLD.state <> 'archived' AND NOT EXISTS (
        SELECT FROM public.tenants_archive
        WHERE association_id = NEW.id AND verified_at IS NOT NULL AND removed_at IS NULL
    ) THEN
        RAISE EXCEPTION 'tenants_archived_without_copy' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'deleted' AND OLD.state <> 'deleted' AND (
        OLD.state <> 'archived' OR NOT EXISTS (
            SELECT FROM public.tenants_deletion
            WHERE association_id = NEW.id AND confirmed_at IS NOT NULL AND called_off_at IS NULL
        )
    ) THEN
        RAISE EXCEPTION 'tenants_deleted_without_two' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$
"""
NAME_GUARD = f"""
CREATE FUNCTION public.tenants_name_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (NEW.id, NEW.uuid, NEW.slug, NEW.schema_name) IS DISTINCT FROM (OLD.id, OLD.uuid, OLD.slug, OLD.schema_name)
        OR ((NEW.copied_from IS DISTINCT FROM OLD.copied_from OR NEW.outside_figures AND NOT OLD.outside_figures)
            AND NOT {_OWNER})
    THEN
        RAISE EXCEPTION 'tenants_association_stays_itself' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$
"""
IS_ADMIN = """
CREATE FUNCTION public.tenants_administers(who uuid, there bigint, at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM public.tenants_access a JOIN public.accounts_user u ON u.id = a.user_id
        WHERE u.uuid = administers.who AND u.is_active
            AND a.umbrella_id = administers.there AND a.role = 'admin'
            AND (a.starts_at IS NULL OR a.starts_at <= administers.at)
            AND (a.ends_at IS NULL OR a.ends_at > administers.at))
$$
""".replace("administers.", "tenants_administers.")
DELETION_GUARD = f"""
CREATE FUNCTION public.tenants_deletion_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF {_OWNER} THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.confirmed_at IS NOT NULL OR NEW.confirmed_by IS NOT NULL OR NEW.called_off_at IS NOT NULL
            OR NEW.deleted_at IS NOT NULL OR NEW.went <> '{{}}'::jsonb
        THEN
            RAISE EXCEPTION 'tenants_deletion_begins_open' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.earliest_at < NEW.recorded_at + interval '30 days' THEN
            RAISE EXCEPTION 'tenants_deletion_waits' USING ERRCODE = 'check_violation';
        END IF;
        IF btrim(NEW.reference) = '' OR btrim(NEW.signed_by) = '' OR NEW.asked_on > NEW.recorded_at::date + 1
        THEN
            RAISE EXCEPTION 'tenants_deletion_asked_in_writing' USING ERRCODE = 'check_violation';
        END IF;
        IF NOT EXISTS (SELECT FROM public.tenants_association
                WHERE id = NEW.association_id AND state = 'archived')
            OR NOT EXISTS (SELECT FROM public.tenants_affiliation
                WHERE association_id = NEW.association_id AND umbrella_id = NEW.umbrella_id)
            OR NOT public.tenants_administers(NEW.recorded_by, NEW.umbrella_id, NEW.recorded_at)
        THEN
            RAISE EXCEPTION 'tenants_deletion_by_its_umbrella' USING ERRCODE = 'check_violation';
        END IF;
        NEW.noted_at := clock_timestamp();
        NEW.agreed_at := NULL;
        NEW.may_confirm := ARRAY(
            SELECT DISTINCT u.uuid
            FROM public.tenants_access a JOIN public.accounts_user u ON u.id = a.user_id
            WHERE a.umbrella_id = NEW.umbrella_id AND u.uuid <> NEW.recorded_by
                AND public.tenants_administers(u.uuid, NEW.umbrella_id, NEW.recorded_at));
        IF cardinality(NEW.may_confirm) = 0 THEN
            RAISE EXCEPTION 'tenants_deletion_wants_a_second' USING ERRCODE = 'check_violation';
        END IF;
        NEW.others := ARRAY(
            SELECT DISTINCT u.uuid
            FROM public.tenants_affiliation f JOIN public.tenants_umbrella u ON u.id = f.umbrella_id
            WHERE f.association_id = NEW.association_id AND f.umbrella_id <> NEW.umbrella_id
                AND (f.to_on IS NULL OR f.to_on >= NEW.recorded_at::date));
        RETURN NEW;
    END IF;
    IF OLD.confirmed_at IS NOT NULL OR OLD.called_off_at IS NOT NULL OR OLD.deleted_at IS NOT NULL THEN
        RAISE EXCEPTION 'tenants_deletion_is_decided' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.confirmed_at IS NOT NULL THEN
        IF NEW.confirmed_by IS NULL OR NEW.confirmed_by <> ALL (OLD.may_confirm)
            OR NEW.confirmed_by = OLD.recorded_by
            OR NOT public.tenants_administers(NEW.confirmed_by, OLD.umbrella_id, NEW.confirmed_at)
        THEN
            RAISE EXCEPTION 'tenants_deletion_confirmed_by_another' USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (
            SELECT FROM unnest(OLD.others) AS other (uuid)
            WHERE NOT EXISTS (
                SELECT FROM public.tenants_deletionconsent c JOIN public.tenants_umbrella u ON u.id = c.umbrella_id
                WHERE c.deletion_id = OLD.id AND u.uuid = other.uuid))
        THEN
            RAISE EXCEPTION 'tenants_deletion_waits_for_others' USING ERRCODE = 'check_violation';
        END IF;
        NEW.agreed_at := clock_timestamp();
    END IF;
    RETURN NEW;
END
$$
"""  # noqa: S608  # ours
CONSENT_GUARD = f"""
CREATE FUNCTION public.tenants_consent_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF {_OWNER} THEN
        RETURN NEW;
    END IF;
    IF NOT public.tenants_administers(NEW.by_user, NEW.umbrella_id, NEW.at) OR NOT EXISTS (
        SELECT FROM public.tenants_deletion d JOIN public.tenants_umbrella u ON u.id = NEW.umbrella_id
        WHERE d.id = NEW.deletion_id AND u.uuid = ANY (d.others)
            AND d.confirmed_at IS NULL AND d.called_off_at IS NULL)
    THEN
        RAISE EXCEPTION 'tenants_consent_of_another_umbrella' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$
"""
PASSAGE_GUARD = f"""
CREATE FUNCTION public.tenants_passage_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    now_it_is text;
    asked boolean;
    confirmed boolean;
BEGIN
    IF {_OWNER} THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        -- Tried again, or dropped: only what has failed.
        IF OLD.finished_at IS NOT NULL OR OLD.dropped_at IS NOT NULL OR OLD.failure = ''
            OR NEW.failure NOT IN ('', OLD.failure)
        THEN
            RAISE EXCEPTION 'tenants_passage_is_its_owners' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    SELECT state INTO now_it_is FROM public.tenants_association WHERE id = NEW.association_id;
    SELECT count(*) > 0, count(*) FILTER (WHERE confirmed_at IS NOT NULL) > 0 INTO asked, confirmed
        FROM public.tenants_deletion
        WHERE association_id = NEW.association_id AND called_off_at IS NULL AND deleted_at IS NULL;
    IF NEW.done <> '[]'::jsonb OR NEW.step <> '' OR NEW.attempts <> 0 OR NEW.failure <> ''
        OR NEW.finished_at IS NOT NULL OR NEW.dropped_at IS NOT NULL
        OR NOT (CASE NEW.kind
            WHEN 'archive' THEN now_it_is = 'suspended'
            WHEN 'restore' THEN now_it_is = 'archived' AND NOT asked
            WHEN 'delete' THEN now_it_is = 'archived' AND confirmed
            ELSE false END)
    THEN
        RAISE EXCEPTION 'tenants_passage_begins_where_it_may' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$
"""  # noqa: S608  # ours


def _made(name: str, function: str, arguments: str = "") -> migrations.RunSQL:
    return migrations.RunSQL(sql=[function], reverse_sql=f"DROP FUNCTION public.{name}({arguments})")


def _fires(name: str, events: str, table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=f"CREATE TRIGGER {name} BEFORE {events} ON public.{table} "
        f"FOR EACH ROW EXECUTE FUNCTION public.{name}()",
        reverse_sql=f"DROP TRIGGER {name} ON public.{table}",
    )


def _taken(rights: str, table: str, back: str = "") -> migrations.RunSQL:
    """Rights that the app's login loses, and the columns that it may still write."""
    taken = [f"REVOKE {rights} ON public.{table} FROM {APP}"]
    left = [f"GRANT UPDATE ({back}) ON public.{table} TO {APP}"] if back else []
    return migrations.RunSQL(
        sql=[*taken, *left],
        reverse_sql=f"GRANT {rights} ON public.{table} TO {APP}",
    )


class Migration(migrations.Migration):
    dependencies = [("tenants", "0009_deletions_name_who_may"), ("accounts", "0001_tables")]

    operations = [
        migrations.RunSQL(sql=[STATE_GUARD], reverse_sql=[STATE_GUARD_BEFORE]),
        _made("tenants_name_guard", NAME_GUARD),
        _fires("tenants_name_guard", "UPDATE", "tenants_association"),
        _made("tenants_administers", IS_ADMIN, "uuid, bigint, timestamptz"),
        migrations.RunSQL(
            sql=f"GRANT EXECUTE ON FUNCTION public.tenants_administers(uuid, bigint, timestamptz) TO {APP}",
            reverse_sql=migrations.RunSQL.noop,
        ),
        _made("tenants_deletion_guard", DELETION_GUARD),
        _fires("tenants_deletion_guard", "INSERT OR UPDATE", "tenants_deletion"),
        _made("tenants_consent_guard", CONSENT_GUARD),
        _fires("tenants_consent_guard", "INSERT OR UPDATE", "tenants_deletionconsent"),
        _made("tenants_passage_guard", PASSAGE_GUARD),
        _fires("tenants_passage_guard", "INSERT OR UPDATE", "tenants_passage"),
        _taken("INSERT, UPDATE, DELETE", "tenants_archive"),
        _taken(
            "UPDATE, DELETE", "tenants_deletion",
            "confirmed_by, confirmed_name, confirmed_at, called_off_by, called_off_name, called_off_at",
        ),
        _taken("UPDATE, DELETE", "tenants_deletionconsent"),
        _taken("UPDATE, DELETE", "tenants_passage", "failure, attempts, dropped_at"),
    ]  # fmt: skip
