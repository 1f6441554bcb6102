// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/helpwindow.h"

#include "ui/common/theme.h"
#include "ui/common/windows.h"

#include <QDir>
#include <QEvent>
#include <QFile>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QScreen>
#include <QTextBlock>
#include <QTextBrowser>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

constexpr int listWidth = 240;
constexpr int pageMargin = 24;

QString helpFolder()
{
    const QString own = u":/help/%1"_s.arg(QLocale().name().section(u'_', 0, 0));
    return QFile::exists(own) ? own : u":/help/en"_s;
}

bool holdsAll(const HelpTopic &topic, const QString &wanted)
{
    const QStringList words = wanted.split(u' ', Qt::SkipEmptyParts);
    return std::ranges::all_of(words, [&topic](const QString &word) { return topic.text.contains(word, Qt::CaseInsensitive); });
}

/// Headings nearer to the text they head, and more air between paragraphs than Markdown is given by itself.
void space(QTextDocument *page)
{
    QTextCursor cursor(page);
    for (QTextBlock block = page->begin(); block.isValid(); block = block.next()) {
        QTextBlockFormat format = block.blockFormat();
        format.setTopMargin(format.headingLevel() > 1 ? Theme::spaceL : 0);
        const bool isWithinList = block.textList() && block.next().textList();
        format.setBottomMargin(format.headingLevel() > 0 ? Theme::spaceS : isWithinList ? Theme::spaceXs : Theme::spaceM);
        format.setLineHeight(125, QTextBlockFormat::ProportionalHeight);
        cursor.setPosition(block.position());
        cursor.setBlockFormat(format);
    }
}

} // namespace

QList<HelpTopic> helpTopics()
{
    QList<HelpTopic> topics;
    const QDir folder(helpFolder());
    for (const QString &entry : folder.entryList({u"*.md"_s}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(entry));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QString text = QString::fromUtf8(file.readAll());
        topics.append({entry.section(u'-', 1).chopped(3), text.section(u'\n', 0, 0).remove(0, 2), text});
    }
    return topics;
}

HelpWindow::HelpWindow(QWidget *parent)
    : QDialog(parent, Qt::Window), m_topics(helpTopics()), m_find(new QLineEdit(this)), m_list(new QListWidget(this)), m_page(new QTextBrowser(this))
{
    setObjectName(u"helpWindow"_s);
    setWindowTitle(tr("Help"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_find->setObjectName(u"helpFind"_s);
    m_find->setPlaceholderText(tr("Find in the help"));
    m_find->setAccessibleName(m_find->placeholderText());
    m_find->setClearButtonEnabled(true);
    m_list->setObjectName(u"helpTopics"_s);
    m_list->setAccessibleName(tr("Topics"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setWordWrap(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_page->setObjectName(u"helpPage"_s);
    m_page->setAccessibleName(tr("Topic"));
    m_page->setFrameShape(QFrame::NoFrame);
    m_page->setOpenLinks(false);
    m_page->document()->setDocumentMargin(pageMargin);

    auto *side = new QVBoxLayout;
    side->setContentsMargins(Theme::spaceM, Theme::spaceM, Theme::spaceM, Theme::spaceM);
    side->setSpacing(Theme::spaceS);
    side->addWidget(m_find);
    side->addWidget(m_list, 1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addLayout(side);
    row->addWidget(m_page, 1);
    for (QWidget *widget : {static_cast<QWidget *>(m_find), static_cast<QWidget *>(m_list)})
        widget->setFixedWidth(Theme::scaled(listWidth));
    resize(QSize(Theme::scaled(860), Theme::scaled(620)).boundedTo(screen()->availableSize() * 9 / 10));

    connect(m_find, &QLineEdit::textChanged, this, &HelpWindow::list);
    connect(m_find, &QLineEdit::returnPressed, m_list, qOverload<>(&QWidget::setFocus));
    connect(m_list, &QListWidget::currentRowChanged, this, &HelpWindow::read);
    connect(m_page, &QTextBrowser::anchorClicked, this, [this](const QUrl &link) { open(link.path().remove(u".md"_s)); });
    list({});
    m_list->setFocus();
}

void HelpWindow::open(const QString &name)
{
    m_find->clear();
    const auto found = std::ranges::find(m_topics, name, &HelpTopic::name);
    m_list->setCurrentRow(found == m_topics.cend() ? 0 : int(found - m_topics.cbegin()));
    showWindow(this);
}

void HelpWindow::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    // A page takes its colours and sizes when it is set.
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        QMetaObject::invokeMethod(this, &HelpWindow::read, Qt::QueuedConnection);
}

void HelpWindow::list(const QString &wanted)
{
    m_list->clear();
    for (const HelpTopic &topic : m_topics) {
        if (!holdsAll(topic, wanted))
            continue;
        auto *item = new QListWidgetItem(topic.title, m_list);
        item->setData(Qt::UserRole, topic.name);
    }
    if (m_list->count() > 0)
        return m_list->setCurrentRow(0);
    m_page->setPlainText(tr("No topic holds all of these words. Try fewer, or other ones."));
}

void HelpWindow::read()
{
    const QListWidgetItem *item = m_list->currentItem();
    const auto topic = item ? std::ranges::find(m_topics, item->data(Qt::UserRole).toString(), &HelpTopic::name) : m_topics.cend();
    if (topic == m_topics.cend())
        return;
    m_page->setMarkdown(topic->text);
    space(m_page->document());
    m_page->moveCursor(QTextCursor::Start);
}

} // namespace Steward
