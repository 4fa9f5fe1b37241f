"""What no check constraint can say, because it looks at two tables: the database keeps the gate, too.

A decision on a major matter needs its own frozen study or an emergency; a frozen study never changes.
SQLite forgets triggers where a later migration makes one of the two tables anew: put them back there.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

STUDIED = """
    EXISTS (
        SELECT 1 FROM governance_study s
        WHERE s.id = NEW.study_id AND s.matter_id = NEW.matter_id AND s.frozen
    )
"""
MAJOR = "(SELECT m.major FROM governance_matter m WHERE m.id = NEW.matter_id)"
SHUT = f"""
    (NOT COALESCE({MAJOR} = NEW.major, FALSE))
    OR (NEW.study_id IS NOT NULL AND NOT {STUDIED})
    OR (NEW.major AND NEW.study_id IS NULL AND NOT NEW.emergency)
"""
CHANGED = """
    OLD.frozen AND (
        NOT NEW.frozen OR NEW.opinion <> OLD.opinion OR NEW.reasons <> OLD.reasons
        OR NEW.changes <> OLD.changes OR NEW.digest <> OLD.digest
        OR NEW.matter_id <> OLD.matter_id OR NEW.item_id <> OLD.item_id
    )
"""
RULES = (
    ("decision_gate", "governance_decision", ("INSERT", "UPDATE"), SHUT),
    ("study_frozen", "governance_study", ("UPDATE",), CHANGED),
)


def put(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Triggers by the database at hand."""
    if schema_editor.connection.vendor == "sqlite":
        for name, table, acts, condition in RULES:
            for act in acts:
                schema_editor.execute(
                    f"CREATE TRIGGER governance_{name}_{act.lower()} BEFORE {act} ON {table} "
                    f"WHEN {condition} BEGIN SELECT RAISE(ABORT, 'governance_{name}'); END"
                )
        return
    for name, table, acts, condition in RULES:
        schema_editor.execute(
            f"CREATE FUNCTION governance_{name}() RETURNS trigger AS $$ BEGIN IF {condition} THEN "
            f"RAISE EXCEPTION 'governance_{name}' USING ERRCODE = 'check_violation'; END IF; "
            f"RETURN NEW; END $$ LANGUAGE plpgsql"
        )
        schema_editor.execute(
            f"CREATE TRIGGER governance_{name} BEFORE {' OR '.join(acts)} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION governance_{name}()"
        )


def take(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Without them again."""
    for name, table, acts, _condition in RULES:
        if schema_editor.connection.vendor == "sqlite":
            for act in acts:
                schema_editor.execute(f"DROP TRIGGER governance_{name}_{act.lower()}")
        else:
            schema_editor.execute(f"DROP TRIGGER governance_{name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION governance_{name}()")


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_matters_to_look_back")]
    operations = [migrations.RunPython(put, take)]
