"""Guides and rules on a role's page, and their files."""

from django.db import transaction

from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.material_files import Checked
from volunteers.register.models import MaterialFile, RoleMaterial, VolunteerRole


@transaction.atomic
def add_material(
    *,
    role: VolunteerRole,
    title: str,
    by: Actor,
    text: str = "",
    address: str = "",
    file: Checked | None = None,
) -> RoleMaterial:
    """Put a guide or a rule on the role's page."""
    made = RoleMaterial.objects.create(
        role=role,
        title=title,
        text=text,
        address=address,
        has_file=file is not None,
        position=role.materials.count(),
    )
    _keep(made, file, by=by)
    _note("role.material_added", made, by=by)
    return made


@transaction.atomic
def change_material(
    *,
    material: RoleMaterial,
    title: str,
    by: Actor,
    text: str = "",
    address: str = "",
    file: Checked | None = None,
    without_file: bool = False,
) -> None:
    """Change what it says. A new file takes the place of the one before, whose address stays."""
    if file is not None or without_file:
        MaterialFile.objects.filter(material=material).delete()
    material.title, material.text, material.address = title, text, address
    material.has_file = file is not None or (material.has_file and not without_file)
    material.save(update_fields=["title", "text", "address", "has_file"])
    _keep(material, file, by=by)
    _note("role.material_changed", material, by=by)


@transaction.atomic
def remove_material(*, material: RoleMaterial, by: Actor) -> None:
    """Take a guide or a rule off the role's page, with its file."""
    _note("role.material_removed", material, by=by)
    material.delete()


def _keep(material: RoleMaterial, file: Checked | None, *, by: Actor) -> None:
    if file is not None:
        MaterialFile.objects.create(
            material=material,
            name=file.name,
            mimetype=file.mimetype,
            size=len(file.content),
            content=file.content,
            added_at=clock.now(),
            added_by=by.name[:160],
        )


def _note(verb: str, material: RoleMaterial, *, by: Actor) -> None:
    trail.record(verb, by=by, subject_kind="role", subject_uuid=material.role.uuid, title=material.title)
