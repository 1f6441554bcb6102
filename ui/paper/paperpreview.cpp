// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paper/paperpreview.h"

#include "ui/common/theme.h"
#include "ui/paper/paperpages.h"

#include <QLabel>
#include <QPainter>
#include <QResizeEvent>
#include <QScrollBar>
#include <QVBoxLayout>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

/// So wide in device pixels.
QList<QImage> paintPages(const PaperBatch &batch, int place, int width)
{
    const PaperPages paper(batch.form, batch.papers.at(place));
    const double scale = width / paper.size().width();
    QList<QImage> pages;
    for (int page = 0; page < paper.count(); ++page) {
        QImage image(width, qRound(paper.size().height() * scale), QImage::Format_RGB32);
        image.fill(Qt::white); // paper is white in dark colours, too
        QPainter painter(&image);
        painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
        painter.scale(scale, scale);
        paper.draw(painter, page);
        pages.append(image);
    }
    return pages;
}

} // namespace

PaperPreview::PaperPreview(QWidget *parent) : QScrollArea(parent), m_sheet(new QWidget(this))
{
    setObjectName(u"paperPreview"_s);
    setAccessibleName(tr("Preview"));
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn); // else its coming would change the width it came for
    auto *column = new QVBoxLayout(m_sheet);
    column->setContentsMargins(Theme::spaceM, Theme::spaceM, Theme::spaceM, Theme::spaceM);
    column->setSpacing(Theme::spaceM);
    setWidget(m_sheet);
}

void PaperPreview::show(const PaperBatch &batch, int paper)
{
    m_batch = batch;
    m_paper = paper;
    verticalScrollBar()->setValue(0);
    paintAgain();
}

void PaperPreview::clear(const QString &text)
{
    m_painting.cancel();
    m_paper = -1;
    place({});
    auto *label = new QLabel(text, m_sheet);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignCenter);
    static_cast<QVBoxLayout *>(m_sheet->layout())->insertWidget(0, label, 1);
}

void PaperPreview::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        paintAgain();
}

void PaperPreview::paintAgain()
{
    const int width = qRound((viewport()->width() - 2 * Theme::spaceM) * devicePixelRatioF());
    if (m_paper < 0 || width < 50)
        return;
    m_painting.start(QtConcurrent::run(paintPages, m_batch, m_paper, width), this, [this](const QList<QImage> &pages) {
        place(pages);
        Q_EMIT shown(int(pages.size()));
    });
}

void PaperPreview::place(const QList<QImage> &pages)
{
    m_pages = pages;
    qDeleteAll(m_sheet->findChildren<QLabel *>());
    while (QLayoutItem *left = m_sheet->layout()->takeAt(0))
        delete left;
    for (qsizetype i = 0; i < pages.size(); ++i) {
        auto *page = new QLabel(m_sheet);
        QPixmap picture = QPixmap::fromImage(pages.at(i));
        picture.setDevicePixelRatio(devicePixelRatioF());
        page->setPixmap(picture);
        page->setAccessibleName(tr("Page %1 of %2").arg(i + 1).arg(pages.size()));
        m_sheet->layout()->addWidget(page);
    }
    static_cast<QVBoxLayout *>(m_sheet->layout())->addStretch();
}

} // namespace Steward
