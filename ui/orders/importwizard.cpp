// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/orders/importwizard.h"

#include "models/session/drafts.h"
#include "models/session/storezone.h"
#include "ui/common/prompts.h"
#include "ui/common/theme.h"
#include "ui/common/windows.h"
#include "ui/orders/importfilepage.h"
#include "ui/orders/importmappage.h"
#include "ui/orders/importresultpage.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QShortcut>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// The one file that is dragged, or an empty text.
QString fileOf(const QMimeData &data)
{
    return data.urls().size() == 1 ? data.urls().first().toLocalFile() : QString();
}

} // namespace

ImportWizard::ImportWizard(const UiContext &context, QWidget *parent)
    : QDialog(parent, Qt::Window), m_context(context), m_import(context.session), m_kept(context.session), m_file(new ImportFilePage(this)), m_columns(new ImportMapPage(this)),
      m_check(new ImportResultPage(ImportResultPage::Kind::Check, this)), m_run(new ImportResultPage(ImportResultPage::Kind::Import, this)), m_pages(new QStackedWidget(this)),
      m_title(new QLabel(this)), m_back(new QPushButton(tr("Back"), this)), m_next(new QPushButton(this)), m_close(new QPushButton(tr("Close"), this))
{
    setObjectName(u"importWizard"_s);
    setWindowTitle(tr("Import orders"));
    setAttribute(Qt::WA_DeleteOnClose);
    setAcceptDrops(true);
    layOut();
    connectAll();
    connectMaps();
    showStep(FileStep);
    m_kept.load();
}

void ImportWizard::layOut()
{
    m_title->setObjectName(u"importTitle"_s);
    m_title->setTextFormat(Qt::PlainText);
    QFont strong = m_title->font();
    strong.setWeight(QFont::DemiBold);
    m_title->setFont(strong);
    for (QWidget *page : {static_cast<QWidget *>(m_file), static_cast<QWidget *>(m_columns), static_cast<QWidget *>(m_check), static_cast<QWidget *>(m_run)})
        m_pages->addWidget(page);
    m_back->setObjectName(u"importBack"_s);
    m_next->setObjectName(u"importNext"_s);
    m_close->setObjectName(u"importClose"_s);
    m_next->setProperty("primary", true);
    m_next->setDefault(true);
    for (QPushButton *button : {m_back, m_close})
        button->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_close);
    buttons->addStretch();
    buttons->addWidget(m_back);
    buttons->addWidget(m_next);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::spaceXl, Theme::spaceL, Theme::spaceXl, Theme::spaceL);
    column->setSpacing(Theme::spaceL);
    column->addWidget(m_title);
    column->addWidget(m_pages, 1);
    column->addLayout(buttons);
    resizeWithin(this, {Theme::scaled(820), Theme::scaled(620)});
    m_check->setTimeZone(storeZone(m_context.session.login()));
}

void ImportWizard::connectAll()
{
    connect(m_next, &QPushButton::clicked, this, &ImportWizard::goOn);
    connect(m_back, &QPushButton::clicked, this, &ImportWizard::goBack);
    connect(m_close, &QPushButton::clicked, this, &ImportWizard::reject);
    connect(new QShortcut(QKeySequence(u"Ctrl+Return"_s), this), &QShortcut::activated, m_next, &QPushButton::click);
    connect(m_file, &ImportFilePage::fileWanted, this, &ImportWizard::chooseFile);
    connect(m_file, &ImportFilePage::readingEdited, this, [this] {
        m_isReadByDraft = false;
        look();
    });
    connect(m_file, &ImportFilePage::mapWanted, this, &ImportWizard::takeWanted);
    connect(m_columns, &ImportMapPage::edited, this, &ImportWizard::updateButtons);
    connect(m_columns, &ImportMapPage::edited, this, &ImportWizard::keepMapDraft);
    connect(&m_context.drafts, &Drafts::opened, this, &ImportWizard::restoreLate);
    for (ImportResultPage *page : {m_check, m_run})
        connect(page, &ImportResultPage::stopped, &m_import, &OrderImport::stop);
    connect(&m_import, &OrderImport::progressed, this, [this](double part) { (step() == CheckStep ? m_check : m_run)->showProgress(part); });
    connect(&m_import, &OrderImport::finished, this, &ImportWizard::finished);
    connect(&m_import, &OrderImport::failed, this, &ImportWizard::halted);
    connect(&m_import, &OrderImport::stopped, this, [this] {
        halted(step() == CheckStep ? tr("Stopped. Nothing has been written.") : tr("Stopped. What was imported so far stays; importing the file again goes on from there."));
    });
}

void ImportWizard::chooseFile()
{
    m_context.prompts.openFile(this, tr("Import orders"), {tr("Tables (*.csv *.tsv *.txt)"), tr("All files (*)")}, [this](const QString &path) { openFile(path); });
}

void ImportWizard::openFile(const QString &path)
{
    if (path.isEmpty())
        return;
    if (m_import.isRunning())
        return sayBusy();
    if (m_context.drafts.isSafe() || !isMapUnsaved() || path == m_file->path())
        return takeFile(path);
    // A draft in memory alone would be out of sight, and nobody would ask about it at the end.
    askAboutUnsent(m_context.prompts, this, {mapTitle()}, m_context.drafts.warning(), [this, path](UnsentChoice choice) {
        settleMap(choice);
        takeFile(path);
    });
}

void ImportWizard::takeFile(const QString &path)
{
    showStep(FileStep);
    m_mapPath.clear(); // of the file before, a draft is kept
    m_file->setPath(path);
    (void)restoreReading();
    look();
}

/// One file at a time. A check that was left may still be at its end.
void ImportWizard::sayBusy()
{
    const QString title = step() == ImportStep ? tr("An import is going on") : tr("A file is being checked");
    const QString why = step() == ImportStep ? tr("One file is imported at a time. Open the other one when this one is in.")
        : step() == CheckStep                ? tr("One file is looked at at a time. Go back to end the check, then open the other one.")
                                             : tr("The check that you left is at its end. Open the other file in a moment.");
    m_context.prompts.ask(this, title, why, {tr("OK")}, [](int) {});
}

void ImportWizard::look()
{
    ImportChoices choices;
    choices.encoding = m_file->encoding();
    choices.delimiter = m_file->delimiter();
    m_readAgainBy.reset();
    m_isLooking = true;
    m_file->setBusy();
    updateButtons();
    if (!m_kept.isKnown()) // then it begins when they are
        return;
    m_looking.start(m_import.look(m_file->path(), choices, m_kept.all()), this, [this](const Result<ImportLook> &look) { showLook(look); });
}

void ImportWizard::showLook(const Result<ImportLook> &look)
{
    m_isLooking = false;
    if (std::exchange(m_isReadByDraft, false) && !isReadAsTheDraft(look)) { // the file has changed since
        m_file->findOutReading();
        return this->look();
    }
    m_look = look ? *look : ImportLook();
    const std::optional<ImportMap> map = std::exchange(m_readAgainBy, {});
    if (!look) {
        showStep(FileStep);
        m_mapPath.clear();
        m_file->showFailure(look.error().userText);
    } else if (map) {
        m_look.map = m_file->map();
        m_look.kept = m_file->kept();
        m_file->show(m_look);
        fillColumns(*map);
    } else {
        m_file->show(*look);
        showColumns();
    }
    restoreMap();
    updateButtons();
    if (look && step() == FileStep)
        m_next->setFocus();
}

/// The columns as the chosen kind of file would have them, before anybody changes one.
void ImportWizard::showColumns()
{
    const KeptMap *kept = m_kept.find(m_file->kept());
    const auto base = kept ? Result<ImportMap>(kept->map) : m_file->map().isEmpty() ? Result<ImportMap>(ColumnMap::blank()) : ImportMap::load(m_file->map());
    if (!base)
        return;
    m_columns->say({}, Theme::Tone::Neutral);
    m_columns->setKeptName(kept ? kept->name : QString());
    showMap(*base);
}

/// A map may say how its files are to be read: then they are, once more and by the same map.
void ImportWizard::showMap(const ImportMap &map)
{
    fillColumns(map);
    if (!m_file->suggestReading(map.encoding, map.delimiter))
        return;
    look();
    m_readAgainBy = map;
}

void ImportWizard::fillColumns(const ImportMap &map)
{
    {
        const QSignalBlocker quiet(m_columns); // what is offered is nobody's typing
        m_columns->show(m_look, map, m_context.session.login().timeZone);
    }
    m_mapPath = m_file->path();
    m_knownMap = m_columns->typed();
    updateButtons();
}

ImportRequest ImportWizard::request(ImportRequest::Mode mode) const
{
    ImportRequest request{m_file->path(), m_columns->map(), m_columns->choices(), {}, mode};
    request.choices.encoding = m_file->encoding();
    request.choices.delimiter = m_file->delimiter();
    return request;
}

void ImportWizard::check()
{
    const ImportRequest asked = request(ImportRequest::Mode::DryRun);
    showStep(CheckStep);
    m_check->begin(tr("Checking every row against the store. Nothing is written."));
    m_previewing.start(m_import.first(asked), this, [this](const Result<QList<PreviewedOrder>> &orders) {
        if (orders)
            m_check->showOrders(*orders);
    });
    m_import.start(asked);
    updateButtons();
}

void ImportWizard::import()
{
    showStep(ImportStep);
    m_importing = said();
    m_run->begin(tr("Importing. The desk can be used meanwhile."));
    m_import.start(request(ImportRequest::Mode::Import));
    updateButtons();
}

void ImportWizard::finished(const ImportReport &report)
{
    updateButtons();
    if (report.isDryRun && step() != CheckStep) // it came to its end while somebody went back
        return;
    (report.isDryRun ? m_check : m_run)->showReport(report);
    if (!report.isDryRun && report.created + report.unchanged > 0) // else it may be the map that was wrong
        mapIsKnown(m_importing);
    if (report.created > 0 && !report.isDryRun)
        Q_EMIT imported();
    updateButtons();
    m_next->setFocus();
    if (m_isClosing)
        QDialog::reject();
}

void ImportWizard::halted(const QString &why)
{
    if (step() == CheckStep || step() == ImportStep)
        (step() == CheckStep ? m_check : m_run)->showFailure(why);
    // Some of it may be there all the same.
    if (step() == ImportStep)
        Q_EMIT imported();
    updateButtons();
    if (m_isClosing)
        QDialog::reject();
}

void ImportWizard::goOn()
{
    if (!m_next->isEnabled())
        return;
    switch (step()) {
    case FileStep: return showStep(ColumnsStep);
    case ColumnsStep: return check();
    case CheckStep: return import();
    case ImportStep: return m_run->isDone() ? reject() : import();
    }
}

void ImportWizard::goBack()
{
    if (step() == CheckStep) { // nothing is lost by it
        m_previewing.cancel();
        m_import.stop();
    }
    if (step() != FileStep)
        showStep(Step(step() - 1));
}

ImportWizard::Step ImportWizard::step() const
{
    return Step(m_pages->currentIndex());
}

void ImportWizard::showStep(Step step)
{
    m_pages->setCurrentIndex(step);
    const QStringList titles{tr("1 of 4: the file"), tr("2 of 4: its columns"), tr("3 of 4: the check"), tr("4 of 4: the import")};
    m_title->setText(titles.at(step));
    updateButtons();
}

void ImportWizard::updateButtons()
{
    const bool isRunning = m_import.isRunning();
    switch (step()) {
    case FileStep:
        m_next->setText(tr("Columns"));
        m_next->setEnabled(!m_isLooking && !m_look.header.isEmpty());
        break;
    case ColumnsStep:
        m_next->setText(tr("Check"));
        m_next->setEnabled(m_columns->isWhole() && !isRunning);
        break;
    case CheckStep:
        m_next->setText(tr("Import"));
        m_next->setEnabled(!isRunning && m_check->isDone());
        break;
    case ImportStep:
        m_next->setText(m_run->isDone() ? tr("Done") : tr("Import again"));
        m_next->setEnabled(!isRunning);
        break;
    }
    m_back->setEnabled(step() != FileStep && !isImporting());
}

bool ImportWizard::isImporting() const
{
    return m_import.isRunning() && step() == ImportStep;
}

PageWork ImportWizard::work()
{
    return {tr("An import is going on"), tr("Orders are being imported from a file."),
            tr("If you leave now, it stops. What was imported so far stays, and importing the file again goes on from there."), tr("The import goes on meanwhile.")};
}

void ImportWizard::reject()
{
    if (isImporting()) {
        const QString stays = tr("What was imported so far stays, and importing the file again goes on from there.");
        return m_context.prompts.ask(this, tr("Stop the import?"), stays, {tr("Stop and close"), tr("Go on importing")}, [this](int choice) {
            if (choice == 0)
                leave();
        });
    }
    if (!isMapUnsaved())
        return leave();
    askAboutUnsent(m_context.prompts, this, {mapTitle()}, m_context.drafts.warning(), [this](UnsentChoice choice) {
        settleMap(choice);
        leave();
    });
}

void ImportWizard::leave()
{
    m_isClosing = isImporting(); // else it came to its end meanwhile
    m_import.stop();
    if (!m_isClosing)
        QDialog::reject();
}

/// A list that drops down is a window. Where the platform gives it the keyboard and leaves it there when the list has closed, keys would
/// go to a window that nobody sees.
void ImportWizard::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() != QEvent::ActivationChange || isActiveWindow())
        return;
    QTimer::singleShot(0, this, [this] {
        const QWidget *active = QApplication::activeWindow();
        if (isVisible() && QGuiApplication::focusWindow() && (!active || !active->isVisible()))
            showWindow(this);
    });
}

void ImportWizard::dragEnterEvent(QDragEnterEvent *event)
{
    if (!m_import.isRunning() && !fileOf(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void ImportWizard::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    openFile(fileOf(*event->mimeData()));
}

} // namespace Steward
