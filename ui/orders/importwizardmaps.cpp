// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the import that keeps maps: for the next file under a name, and for this one as a draft.
#include "ui/orders/importwizard.h"

#include "models/session/drafts.h"
#include "ui/common/isolate.h"
#include "ui/common/prompts.h"
#include "ui/orders/importfilepage.h"
#include "ui/orders/importmappage.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>
#include <QSignalBlocker>
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

/// Of the file, when something was said of it.
QStringList headerOf(const Draft &draft)
{
    QStringList header;
    for (const QJsonValue &heading : draft.about.value(u"header"_s).toArray())
        header.append(heading.toString());
    return header;
}

} // namespace

void ImportWizard::connectMaps()
{
    connect(&m_kept, &KeptMaps::loaded, this, &ImportWizard::keptKnown);
    connect(&m_kept, &KeptMaps::failed, this, [this](const QString &text) { m_columns->say(text, Theme::Tone::Bad); });
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
    const auto keep = [this, name, map, header = m_columns->header(), said = said()] {
        m_kept.keep(name, map, header, [this, said](SavedViewId id) {
            if (said.path == m_mapPath)
                m_justKept = id;
            mapIsKnown(said);
        });
    };
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
    m_context.prompts.saveFile(this, tr("Save this map"), map.source + u".json"_s, mapFilters(), [this, map, said = said()](const QString &path) {
        m_writingMap.start(QtConcurrent::run(writeMap, path, map), this, [this, path, said](const QString &fault) {
            const QString shown = QDir::toNativeSeparators(path);
            if (fault.isEmpty())
                mapIsKnown(said);
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
    takeInstead([this, path, map = *map] {
        m_file->chooseKept({});
        m_columns->setKeptName({});
        m_columns->say(tr("The columns are as %1 says.").arg(QDir::toNativeSeparators(path)), Theme::Tone::Good);
        showMap(map);
    });
}

void ImportWizard::takeWanted(const QVariant &map)
{
    if (m_isLooking) // what is found then chooses one itself
        return;
    takeInstead([this, map] {
        m_file->chooseWanted(map);
        showColumns();
    });
}

/// Another map in the place of one that somebody made by hand is asked about: that one is nowhere else.
void ImportWizard::takeInstead(const std::function<void()> &take)
{
    if (!isMapTyped())
        return take();
    m_context.prompts.ask(this, tr("Discard what you said of these columns?"), tr("You said yourself what the columns of %1 become. Another map takes the place of that.").arg(isolated(QFileInfo(m_mapPath).fileName())),
                          {tr("Discard"), tr("Cancel")}, [this, take, path = m_mapPath](int choice) {
                              if (choice != 0 || path != m_mapPath)
                                  return;
                              take();
                              keepMapDraft();
                          });
}

QString ImportWizard::draftVerb()
{
    return u"import_map"_s;
}

QString ImportWizard::draftRecord(const QString &path)
{
    return u"import %1"_s.arg(path);
}

QString ImportWizard::draftPath(const Draft &draft)
{
    return draft.about.value(u"path"_s).toString();
}

QString ImportWizard::mapTitle() const
{
    return tr("The columns of %1").arg(isolated(QFileInfo(m_file->path()).fileName()));
}

bool ImportWizard::isMapTyped() const
{
    return !m_mapPath.isEmpty() && m_columns->typed() != m_knownMap;
}

bool ImportWizard::isMapUnsaved() const
{
    return isMapTyped() ? m_columns->typed() != m_settledMap : isMapSetAside();
}

/// A draft of this file that its columns do not show, as when it is read in another way, and that is in memory alone.
bool ImportWizard::isMapSetAside() const
{
    const auto draft = m_context.drafts.find(draftRecord(m_file->path()), draftVerb());
    return draft && !m_context.drafts.isSafe() && draft->typed != m_settledMap;
}

void ImportWizard::settleMap(UnsentChoice choice)
{
    const QString record = draftRecord(m_file->path());
    const auto draft = m_context.drafts.find(record, draftVerb());
    m_settledMap = isMapTyped() || !draft ? m_columns->typed() : draft->typed;
    if (choice == UnsentChoice::Discard)
        m_context.drafts.forget(record, draftVerb());
}

ImportWizard::SaidMap ImportWizard::said() const
{
    return {m_mapPath, m_columns->typed()};
}

void ImportWizard::mapIsKnown(const SaidMap &said)
{
    if (said.path == m_mapPath && isMapTyped()) {
        m_knownMap = said.typed;
        return keepMapDraft(); // of what was said since
    }
    if (const auto draft = m_context.drafts.find(draftRecord(said.path), draftVerb()); draft && draft->typed == said.typed)
        m_context.drafts.forget(draft->record, draft->verb);
}

void ImportWizard::keepMapDraft()
{
    if (m_mapPath.isEmpty())
        return;
    if (!isMapTyped()) {
        const auto draft = mapDraft({});
        if (draft && draft->record == draftRecord(m_mapPath) && headerOf(*draft) == m_columns->header()) // of others it stays until something is said of these
            m_context.drafts.forget(draft->record, draft->verb);
        return;
    }
    const QJsonObject about{{u"path"_s, m_mapPath},
                            {u"header"_s, QJsonArray::fromStringList(m_columns->header())},
                            {u"encoding"_s, m_file->encoding()},
                            {u"delimiter"_s, int(m_file->delimiter())}};
    m_context.drafts.keep({draftRecord(m_mapPath), draftVerb(), mapTitle(), m_columns->typed(), about, {}, {}});
}

/// What was said of the file that is chosen, whatever its headings were then; else of one of its name that has these headings (any, where
/// none are given), since files are moved.
std::optional<Draft> ImportWizard::mapDraft(const QStringList &header) const
{
    const QString path = m_file->path();
    if (const auto own = m_context.drafts.find(draftRecord(path), draftVerb()); own || path.isEmpty())
        return own;
    std::optional<Draft> newest;
    for (const Draft &draft : m_context.drafts.all()) {
        const bool isNamesake = draft.verb == draftVerb() && QFileInfo(draftPath(draft)).fileName() == QFileInfo(path).fileName();
        if (isNamesake && (header.isEmpty() || headerOf(draft) == header) && (!newest || newest->at < draft.at))
            newest = draft;
    }
    return newest;
}

/// Where the file has other headings than then, or is read in another way, its columns are another question.
void ImportWizard::restoreMap()
{
    if (m_mapPath.isEmpty() || m_isLooking || isMapTyped())
        return;
    const auto draft = mapDraft(m_columns->header());
    if (!draft)
        return;
    if (headerOf(*draft) != m_columns->header())
        return m_columns->say(tr("You said something of this file before, when it had other columns. That stays a draft until you say something of these."), Theme::Tone::Warning);
    {
        const QSignalBlocker quiet(m_columns);
        m_columns->restore(m_look, draft->typed);
    }
    if (m_context.drafts.isSafe())
        m_settledMap = m_columns->typed();
    const bool isMoved = draft->record != draftRecord(m_mapPath);
    m_columns->say(isMoved ? tr("What you said before of a file of this name in another place, with the same columns, is here again.") : tr("What you said of these columns before is here again."), Theme::Tone::Info);
    if (isMoved && isMapTyped()) { // from here on it is of the file where it is now
        keepMapDraft();
        m_context.drafts.forget(draft->record, draft->verb);
    }
    updateButtons();
}

/// The keychain may answer when a file is here already. What is being checked or imported by stays as it is.
void ImportWizard::restoreLate()
{
    if (step() > ColumnsStep)
        return;
    if (!isMapTyped() && restoreReading())
        look();
    else
        restoreMap();
}

/// Before the file is looked at: as when something was said of it. Whether that is another way than now.
bool ImportWizard::restoreReading()
{
    const auto draft = mapDraft({});
    m_isReadByDraft = draft && m_file->suggestReading(draft->about.value(u"encoding"_s).toString(), char(draft->about.value(u"delimiter"_s).toInt()));
    return m_isReadByDraft;
}

bool ImportWizard::isReadAsTheDraft(const Result<ImportLook> &look) const
{
    const auto draft = look ? mapDraft(look->header) : std::nullopt;
    return draft && headerOf(*draft) == look->header;
}

} // namespace Steward
