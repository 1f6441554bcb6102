// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the import that keeps maps for the next file.
#include "ui/orders/importwizard.h"

#include "ui/common/prompts.h"
#include "ui/orders/importfilepage.h"
#include "ui/orders/importmappage.h"

#include <QDir>
#include <QJsonDocument>
#include <QSaveFile>
#include <QtConcurrentRun>

#include <utility>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

QStringList mapFilters()
{
    return {ImportWizard::tr("Maps (*.json)"), ImportWizard::tr("All files (*)")};
}

/// What went wrong, or an empty text.
QString writeMap(const QString &path, const ImportMap &map)
{
    QSaveFile file(path);
    const QByteArray json = QJsonDocument(map.toJson()).toJson();
    return file.open(QIODevice::WriteOnly) && file.write(json) == json.size() && file.commit() ? QString() : file.errorString();
}

} // namespace

void ImportWizard::connectMaps()
{
    connect(&m_kept, &KeptMaps::loaded, this, &ImportWizard::keptKnown);
    connect(&m_kept, &KeptMaps::failed, this, [this](const QString &text) { m_columns->say(text, Theme::Tone::Bad); });
    connect(&m_kept, &KeptMaps::kept, this, [this](SavedViewId id) { m_justKept = id; });
    connect(m_columns, &ImportMapPage::keepWanted, this, &ImportWizard::keepMap);
    connect(m_columns, &ImportMapPage::forgetWanted, this, &ImportWizard::forgetMap);
    connect(m_columns, &ImportMapPage::saveWanted, this, &ImportWizard::saveMap);
    connect(m_columns, &ImportMapPage::openWanted, this, &ImportWizard::openMap);
}

void ImportWizard::keptKnown()
{
    m_file->setKept(m_kept.all());
    if (const KeptMap *kept = m_kept.find(std::exchange(m_justKept, {}))) {
        m_file->chooseKept(kept->id);
        m_columns->say(tr("Kept as “%1”, for everybody who may import. It is offered when a file has these headings.").arg(kept->name), Theme::Tone::Good);
    }
    const KeptMap *taken = m_kept.find(m_file->kept());
    m_columns->setKeptName(taken ? taken->name : QString());
    if (m_isLooking && !m_looking.isRunning())
        look();
}

void ImportWizard::keepMap()
{
    const KeptMap *taken = m_kept.find(m_file->kept());
    m_context.prompts.text(this, tr("Keep this map"), tr("The name it is found under again:"), taken ? taken->name : QString(), [this](const QString &name) { keepAs(name.trimmed()); });
}

void ImportWizard::keepAs(const QString &name)
{
    if (name.isEmpty())
        return;
    ImportMap map = m_columns->wholeMap();
    map.title = name;
    map.encoding = m_file->encoding();
    map.delimiter = m_file->delimiter();
    const auto keep = [this, name, map] { m_kept.keep(name, map, m_columns->header()); };
    if (!m_kept.named(name))
        return keep();
    m_context.prompts.ask(this, tr("Replace the map “%1”?").arg(name), tr("A map of this name is kept already. Everybody who may import is offered this one instead from now on."), {tr("Replace"), tr("Cancel")}, [keep](int choice) {
        if (choice == 0)
            keep();
    });
}

void ImportWizard::forgetMap()
{
    const KeptMap *taken = m_kept.find(m_file->kept());
    if (!taken)
        return;
    m_context.prompts.ask(this, tr("Forget the map “%1”?").arg(taken->name), tr("It is offered to nobody any more. The columns stay here as they are, until you close this window."), {tr("Forget"), tr("Cancel")}, [this, id = taken->id](int choice) {
        if (choice == 0)
            m_kept.forget(id);
    });
}

/// For stewardctl, which reads the same.
void ImportWizard::saveMap()
{
    ImportMap map = m_columns->wholeMap();
    map.encoding = m_file->encoding();
    map.delimiter = m_file->delimiter();
    m_context.prompts.saveFile(this, tr("Save this map"), map.source + u".json"_s, mapFilters(), [this, map](const QString &path) {
        m_writingMap.start(QtConcurrent::run(writeMap, path, map), this, [this, path](const QString &fault) {
            const QString shown = QDir::toNativeSeparators(path);
            if (fault.isEmpty())
                m_columns->say(tr("Saved. On a server the same map is read with: stewardctl import orders FILE --format columns --map %1").arg(shown), Theme::Tone::Good);
            else
                m_columns->say(tr("%1 could not be written: %2").arg(shown, fault), Theme::Tone::Bad);
        });
    });
}

void ImportWizard::openMap()
{
    m_context.prompts.openFile(this, tr("Take a map from a file"), mapFilters(), [this](const QString &path) {
        m_readingMap.start(QtConcurrent::run(&ImportMap::load, path), this, [this, path](const Result<ImportMap> &map) { takeMap(path, map); });
    });
}

void ImportWizard::takeMap(const QString &path, const Result<ImportMap> &map)
{
    if (!map)
        return m_columns->say(map.error().userText, Theme::Tone::Bad);
    m_file->chooseKept({});
    m_columns->setKeptName({});
    m_columns->say(tr("The columns are as %1 says.").arg(QDir::toNativeSeparators(path)), Theme::Tone::Good);
    showMap(*map);
}

} // namespace Steward
