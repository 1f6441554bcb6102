// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/importfilepage.h"

#include "ui/common/theme.h"
#include "ui/orders/importwords.h"

#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QString delimiterText(char delimiter)
{
    switch (delimiter) {
    case ',': return ImportFilePage::tr("commas");
    case ';': return ImportFilePage::tr("semicolons");
    case '\t': return ImportFilePage::tr("tabs");
    case '|': return ImportFilePage::tr("upright bars");
    default: return QString(QLatin1Char(delimiter));
    }
}

} // namespace

ImportFilePage::ImportFilePage(QWidget *parent)
    : QWidget(parent), m_choose(new QPushButton(tr("Choose a file…"), this)), m_file(new QLabel(this)), m_found(new QLabel(this))
{
    m_choose->setObjectName(u"importChoose"_s);
    m_file->setObjectName(u"importFile"_s);
    m_found->setObjectName(u"importFound"_s);
    for (QLabel *label : {m_file, m_found}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_map = makeChoice(u"importMap"_s, tr("Where it comes from"), {});
    fillMaps();
    m_encoding = makeChoice(u"importEncoding"_s, tr("Letters"), {{tr("Found out from the file"), {}}, {u"UTF-8"_s, u"utf-8"_s}, {u"UTF-16"_s, u"utf-16"_s}, {u"Windows-1252"_s, u"windows-1252"_s}});
    m_delimiter = makeChoice(u"importDelimiter"_s, tr("Columns are divided by"), {{tr("Found out from the file"), {}}, {delimiterText(','), u","_s}, {delimiterText(';'), u";"_s}, {delimiterText('\t'), u"\t"_s}, {delimiterText('|'), u"|"_s}});
    auto *form = new QFormLayout;
    form->setSpacing(Theme::spaceM);
    form->setLabelAlignment(Qt::AlignLeading);
    form->addRow(tr("Where it comes from"), m_map);
    form->addRow(tr("Letters"), m_encoding);
    form->addRow(tr("Columns are divided by"), m_delimiter);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::spaceM);
    column->addWidget(m_choose, 0, Qt::AlignLeading);
    column->addWidget(m_file);
    column->addLayout(form);
    column->addWidget(m_found);
    column->addStretch();
    m_file->setText(tr("A table of orders in CSV, as a shop exports it. It can also be dropped here."));
    connect(m_choose, &QPushButton::clicked, this, &ImportFilePage::fileWanted);
    connect(m_map, &QComboBox::activated, this, &ImportFilePage::wantMap);
    connect(m_encoding, &QComboBox::activated, this, &ImportFilePage::readingEdited);
    connect(m_delimiter, &QComboBox::activated, this, &ImportFilePage::readingEdited);
}

QComboBox *ImportFilePage::makeChoice(const QString &name, const QString &accessibleName, const QList<QPair<QString, QString>> &choices)
{
    auto *box = new QComboBox(this);
    box->setObjectName(name);
    box->setAccessibleName(accessibleName);
    for (const auto &[text, value] : choices)
        box->addItem(text, value);
    box->setEnabled(false); // until there is a file to read so
    return box;
}

/// Those that were kept here come before those that are shipped. A kept map's item is its id, a shipped one's its name.
void ImportFilePage::fillMaps()
{
    const QSignalBlocker quiet(m_map);
    m_map->clear();
    m_map->addItem(importMapText({}), QString());
    for (const KeptMap &kept : std::as_const(m_kept)) {
        if (kept.isReadable)
            m_map->addItem(tr("Kept: %1").arg(kept.name), kept.id.value);
    }
    for (const QString &map : ImportMap::shipped())
        m_map->addItem(importMapText(map), map);
    showChoice(m_map->findData(m_chosenMap));
}

void ImportFilePage::showChoice(int place)
{
    const QSignalBlocker quiet(m_map);
    m_map->setCurrentIndex(std::max(0, place));
    m_chosenMap = m_map->currentData();
}

/// A key in the box passes over other maps, and each of them is chosen on the way.
void ImportFilePage::wantMap()
{
    const QVariant wanted = m_map->currentData();
    if (wanted == m_chosenMap)
        return;
    showChoice(m_map->findData(m_chosenMap));
    Q_EMIT mapWanted(wanted);
}

void ImportFilePage::setKept(const QList<KeptMap> &maps)
{
    m_kept = maps;
    fillMaps();
}

void ImportFilePage::chooseKept(SavedViewId id)
{
    showChoice(m_map->findData(id.value));
}

void ImportFilePage::chooseWanted(const QVariant &map)
{
    showChoice(m_map->findData(map));
}

bool ImportFilePage::suggestReading(const QString &encoding, char delimiter)
{
    const auto suggest = [](QComboBox *box, const QString &value) {
        const int place = box->findData(value);
        if (value.isEmpty() || place < 0 || box->currentIndex() != 0)
            return false;
        box->setCurrentIndex(place);
        return true;
    };
    const bool hasLetters = suggest(m_encoding, encoding);
    return suggest(m_delimiter, delimiter == 0 ? QString() : QString(QLatin1Char(delimiter))) || hasLetters;
}

void ImportFilePage::findOutReading()
{
    for (QComboBox *box : {m_encoding, m_delimiter})
        box->setCurrentIndex(0);
}

QString ImportFilePage::map() const
{
    return kept().isValid() ? QString() : m_map->currentData().toString();
}

SavedViewId ImportFilePage::kept() const
{
    return m_map->currentData().userType() == QMetaType::LongLong ? SavedViewId{m_map->currentData().toLongLong()} : SavedViewId();
}

QString ImportFilePage::encoding() const
{
    return m_encoding->currentData().toString();
}

char ImportFilePage::delimiter() const
{
    return m_delimiter->currentData().toString().toLatin1().append('\0').front();
}

void ImportFilePage::setPath(const QString &path)
{
    m_path = path;
    m_file->setText(QDir::toNativeSeparators(path));
    findOutReading();
}

void ImportFilePage::setBusy()
{
    m_found->setText(tr("Reading the file"));
}

void ImportFilePage::show(const ImportLook &look)
{
    showChoice(look.kept.isValid() ? m_map->findData(look.kept.value) : m_map->findData(look.map));
    for (QComboBox *box : {m_map, m_encoding, m_delimiter})
        box->setEnabled(true);
    const QString written = tr("%n column(s), divided by %1, in %2.", "", int(look.header.size())).arg(delimiterText(look.delimiter), look.encoding.toUpper());
    if (kept().isValid())
        return m_found->setText(tr("%1 It fits a map that was kept: “%2”.").arg(written, m_map->currentText().section(u": "_s, 1)));
    m_found->setText(look.map.isEmpty() ? tr("%1 It is no kind of file that Steward knows, so the next page asks which column is what.").arg(written) : tr("%1 It was recognised: %2.").arg(written, importMapText(look.map)));
}

void ImportFilePage::showFailure(const QString &why)
{
    for (QComboBox *box : {m_encoding, m_delimiter})
        box->setEnabled(true); // perhaps it is only read wrongly
    m_map->setEnabled(false);
    m_found->setText(why);
}

} // namespace Steward
