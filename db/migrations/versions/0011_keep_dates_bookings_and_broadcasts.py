"""Keep dates, bookings, broadcasts and what people want news about."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ALPHABET = "23456789BCDFGHJKMNPQRTVWXZ"


def upgrade() -> None:
    op.create_table(
        "news_choices",
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("version", sa.SmallInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_news_choices_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "topic", name=op.f("pk_news_choices")),
    )
    op.create_table(
        "occurrences",
        sa.Column("id", _ID, nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("original_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("sequence", _ID, nullable=False),
        sa.Column("place", sa.String(length=300), nullable=True),
        sa.Column("capacity", _ID, nullable=True),
        sa.Column("door_code", sa.String(length=8), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_occurrences_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrences")),
        sa.UniqueConstraint("door_code", name=op.f("uq_occurrences_door_code")),
        sa.UniqueConstraint("event_id", "original_at", name=op.f("uq_occurrences_event_id_original_at")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("occurrences", schema=None) as batch_op:
        batch_op.create_index(
            "ix_occurrences_open",
            ["starts_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "poster_links",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("event_id", _ID, nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_poster_links_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_poster_links")),
    )
    with op.batch_alter_table("poster_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poster_links_event_id"), ["event_id"], unique=False)

    op.create_table(
        "sector_wishes",
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("sector", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sector_wishes_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "sector", name=op.f("pk_sector_wishes")),
    )
    op.create_table(
        "bookings",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("occurrence_id", _ID, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("guests", sa.SmallInteger(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["occurrence_id"],
            ["occurrences.id"],
            name=op.f("fk_bookings_occurrence_id_occurrences"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_bookings_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("person_id", "occurrence_id", name=op.f("uq_bookings_person_id_occurrence_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("bookings", schema=None) as batch_op:
        batch_op.create_index("ix_bookings_occurrence_id_state", ["occurrence_id", "state"], unique=False)
        batch_op.create_index(
            "ix_bookings_offered",
            ["offered_until"],
            unique=False,
            sqlite_where=sa.text("state = 'offered'"),
            postgresql_where=sa.text("state = 'offered'"),
        )

    op.create_table(
        "broadcasts",
        sa.Column("id", _ID, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("organisation", sa.String(length=40), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("buttons", sa.JSON(), nullable=False),
        sa.Column("attachment_id", _ID, nullable=True),
        sa.Column("about", sa.String(length=20), nullable=True),
        sa.Column("about_id", _ID, nullable=True),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spread_minutes", _ID, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("check_by", sa.Date(), nullable=True),
        sa.Column("planned", _ID, nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("created_by", _ID, nullable=True),
        sa.Column("approved_by", _ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["staff.id"], name=op.f("fk_broadcasts_approved_by_staff"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachments.id"],
            name=op.f("fk_broadcasts_attachment_id_attachments"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["staff.id"], name=op.f("fk_broadcasts_created_by_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("broadcasts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_broadcasts_due",
            ["starts_at"],
            unique=False,
            sqlite_where=sa.text("state = 'approved'"),
            postgresql_where=sa.text("state = 'approved'"),
        )
        batch_op.create_index(batch_op.f("ix_broadcasts_organisation"), ["organisation"], unique=False)

    op.create_table(
        "access_requests",
        sa.Column("id", _ID, nullable=False),
        sa.Column("booking_id", _ID, nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("answered_by", _ID, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["staff.id"], name=op.f("fk_access_requests_answered_by_staff"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_access_requests_booking_id_bookings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_requests")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("access_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_requests_booking_id"), ["booking_id"], unique=False)
        batch_op.create_index(
            "ix_access_requests_open",
            ["booking_id"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "broadcast_responses",
        sa.Column("broadcast_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["broadcast_id"],
            ["broadcasts.id"],
            name=op.f("fk_broadcast_responses_broadcast_id_broadcasts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_broadcast_responses_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("broadcast_id", "person_id", "kind", name=op.f("pk_broadcast_responses")),
    )
    op.create_table(
        "fair_meetings",
        sa.Column("booking_id", _ID, nullable=False),
        sa.Column("employer", sa.String(length=80), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_fair_meetings_booking_id_bookings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("booking_id", "employer", name=op.f("pk_fair_meetings")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("organiser", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("link", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("languages", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("employers", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("contact", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("capacity", _ID, nullable=True))
        batch_op.add_column(sa.Column("most_guests", sa.SmallInteger(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("min_age", sa.SmallInteger(), nullable=True))
        batch_op.add_column(sa.Column("rule", sa.String(length=300), nullable=True))
        batch_op.create_index(batch_op.f("ix_events_organiser"), ["organiser"], unique=False)

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_about",
            ["about", "about_id", "id"],
            unique=False,
            sqlite_where=sa.text("about_id IS NOT NULL"),
            postgresql_where=sa.text("about_id IS NOT NULL"),
        )

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hours_from", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("hours_to", sa.Time(), nullable=True))

    _move_dates_and_bookings()


def _move_dates_and_bookings() -> None:
    """Every event had one date; who said yes to it keeps their place."""
    connection = op.get_bind()
    events = sa.table("events", *(sa.column(name) for name in ("id", "slug", "starts_at", "ends_at", "state")))
    when = sa.DateTime(timezone=True)
    occurrences = sa.table(
        "occurrences",
        *(sa.column(name) for name in ("event_id", "state", "sequence", "door_code")),
        *(sa.column(name, when) for name in ("original_at", "starts_at", "ends_at", "changed_at")),
    )
    found = connection.execute(sa.select(events.c.id)).scalars().all()
    for event_id in found:
        code = "".join(secrets.choice(_ALPHABET) for _ in range(6))
        columns = [
            events.c.id,
            events.c.state,
            sa.literal(0),
            sa.literal(code),
            *(events.c.starts_at, events.c.starts_at, events.c.ends_at, events.c.starts_at),
        ]
        names = ("event_id", "state", "sequence", "door_code", "original_at", "starts_at", "ends_at", "changed_at")
        rows = sa.select(*columns).where(events.c.id == event_id)
        connection.execute(sa.insert(occurrences).from_select(names, rows))
    op.execute(
        """
        INSERT INTO bookings (person_id, occurrence_id, state, guests, source, created_at, changed_at)
        SELECT interests.person_id, occurrences.id, 'going', interests.guests, interests.source,
            interests.created_at, interests.created_at
        FROM interests JOIN events ON events.slug = interests.slug
            JOIN occurrences ON occurrences.event_id = events.id
        WHERE interests.about = 'e'
        """
    )
    op.execute("DELETE FROM interests WHERE about = 'e'")
