// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/paper/paperpages.h"

#include "ui/common/isolate.h"

#include <QAbstractTextDocumentLayout>
#include <QCoreApplication>
#include <QPainter>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextTable>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Steward {

namespace {

// DIN 5008, form B, in mm from the page's corner.
constexpr double left = 25, right = 20;
constexpr double letterheadTop = 18, senderTop = 46, recipientTop = 52, windowWidth = 80, windowHeight = 40;
constexpr double referenceLeft = 125, referenceTop = 50;
constexpr double bodyTop = 100;      // of the first page
constexpr double furtherTop = 30;    // of all others
constexpr double bodyBottom = 32;    // from the page's end
constexpr double footBottom = 12;    // likewise
constexpr double foldMarks[] = {105, 210};

constexpr double textPoints = 9;
constexpr double recipientPoints = 10.5, leastPoints = 6;

double dots(double millimetres)
{
    return millimetres / 25.4 * PaperPages::dpi;
}

QFont letters(double points)
{
    QFont font;
    font.setFamilies({u"Noto Sans"_s, u"Noto Sans Arabic"_s, u"Noto Sans Hebrew"_s, u"Segoe UI"_s, u"Helvetica Neue"_s});
    font.setPointSizeF(points);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

/// For a painter that counts in dots, whatever its device does.
QFont dotLetters(double points)
{
    QFont font = letters(points);
    font.setPixelSize(qRound(points / 72 * PaperPages::dpi));
    return font;
}

QImage makeDevice()
{
    QImage device(1, 1, QImage::Format_RGB32);
    device.setDotsPerMeterX(qRound(PaperPages::dpi / 0.0254));
    device.setDotsPerMeterY(qRound(PaperPages::dpi / 0.0254));
    return device;
}

/// The tables that stand in the text itself: the lines, then the sums where there are any.
QList<QTextTable *> tablesOf(const QTextDocument &body)
{
    QList<QTextTable *> tables;
    for (auto part = body.rootFrame()->begin(); part != body.rootFrame()->end(); ++part) {
        if (auto *table = qobject_cast<QTextTable *>(part.currentFrame()))
            tables.append(table);
    }
    return tables;
}

/// Dots as the lengths of a text's format, which its layout makes larger by the resolution.
double formatLength(double dots)
{
    return dots / PaperPages::dpi * QImage(1, 1, QImage::Format_Mono).logicalDpiY();
}

} // namespace

PaperPages::PaperPages(std::shared_ptr<const PaperForm> form, const Paper &paper)
    : m_form(std::move(form)), m_title(m_form->title(paper)), m_values(m_form->values(paper)), m_device(makeDevice())
{
    const double width = size().width();
    const double inner = width - dots(left + right);
    m_letterhead = makePart(u"letterhead"_s, inner, textPoints);
    m_sender = makePart(u"sender"_s, dots(windowWidth), textPoints);
    m_reference = makePart(u"reference"_s, width - dots(referenceLeft + right), textPoints);
    m_foot = makePart(u"foot"_s, inner, textPoints);
    m_body = makePart(u"body"_s, inner, textPoints);
    layOutRecipient();
    layOutBody();
}

PaperPages::~PaperPages() = default;

QSizeF PaperPages::size() const
{
    const QSizeF page = m_form->look().size.size(QPageSize::Millimeter);
    return {dots(page.width()), dots(page.height())};
}

std::unique_ptr<QTextDocument> PaperPages::makePart(const QString &part, double width, double points) const
{
    auto document = std::make_unique<QTextDocument>();
    document->setUndoRedoEnabled(false);
    document->documentLayout()->setPaintDevice(&m_device);
    document->setDocumentMargin(0);
    document->setDefaultFont(letters(points));
    document->setDefaultStyleSheet(m_form->styleSheet());
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(m_form->look().direction);
    option.setAlignment(m_form->look().direction == Qt::RightToLeft ? Qt::AlignRight | Qt::AlignAbsolute : Qt::AlignLeft | Qt::AlignAbsolute);
    document->setDefaultTextOption(option);
    document->setHtml(m_form->fill(part, m_values).trimmed()); // a blank behind the last line would move it
    document->setTextWidth(width);
    return document;
}

/// No line of an address may be missing in the window, so a long one is smaller.
void PaperPages::layOutRecipient()
{
    double points = recipientPoints;
    do {
        m_recipient = makePart(u"recipient"_s, dots(windowWidth), points);
        points -= 0.5;
    } while (m_recipient->size().height() > dots(windowHeight) && points >= leastPoints);
}

void PaperPages::layOutBody()
{
    const double height = size().height() - dots(furtherTop + bodyBottom);
    // The first page begins lower: an empty line of that height stands before the text.
    QTextCursor top(m_body->begin());
    top.insertBlock();
    top.setPosition(0);
    QTextBlockFormat space;
    space.setLineHeight(formatLength(dots(bodyTop - furtherTop)), QTextBlockFormat::FixedHeight);
    top.setBlockFormat(space);
    m_body->setPageSize({m_body->textWidth(), height});
    const QList<QTextTable *> tables = tablesOf(*m_body);
    for (QTextTable *table : tables) {
        QTextTableFormat format = table->format();
        format.setTopMargin(formatLength(dots(2.5)));
        table->setFormat(format);
    }
    layOutAnew();
    if (!tables.isEmpty())
        keepRowsWhole(*tables.first(), height);
    if (tables.size() > 1)
        keepWhole(*tables.last(), height);
    m_count = std::max(1, m_body->pageCount());
}

/// A change of a format lays out what it touches; what stands behind it may be left where it was.
void PaperPages::layOutAnew()
{
    m_body->setPageSize(m_body->pageSize());
}

QRectF PaperPages::placeOf(const QTextTable &table, int row) const
{
    QRectF place;
    for (int column = 0; column < table.columns(); ++column) {
        const QTextTableCell cell = table.cellAt(row, column);
        for (QTextBlock block = cell.firstCursorPosition().block(); block.isValid() && block.position() <= cell.lastPosition(); block = block.next())
            place |= m_body->documentLayout()->blockBoundingRect(block);
    }
    return place;
}

/// A row that a page's end would tear begins on the next page: it is pushed until its first line has no room left.
void PaperPages::keepRowsWhole(QTextTable &lines, double height)
{
    for (int row = lines.format().headerRowCount(); row < lines.rows(); ++row) {
        const QRectF place = placeOf(lines, row);
        const double end = (std::floor(place.top() / height) + 1) * height;
        if (place.bottom() <= end)
            continue;
        for (int column = 0; column < lines.columns(); ++column) {
            QTextTableCell cell = lines.cellAt(row, column);
            QTextTableCellFormat format = cell.format().toTableCellFormat();
            format.setTopPadding(format.topPadding() + formatLength(end - place.top()));
            cell.setFormat(format);
        }
        layOutAnew();
    }
}

void PaperPages::keepWhole(QTextTable &sums, double height)
{
    const double top = placeOf(sums, 0).top();
    const double bottom = placeOf(sums, sums.rows() - 1).bottom();
    if (std::floor(top / height) == std::floor(bottom / height))
        return;
    QTextTableFormat format = sums.format();
    format.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
    sums.setFormat(format);
    layOutAnew();
}

void PaperPages::drawPart(QPainter &painter, QTextDocument &part, double x, double y, const QRectF &clip) const
{
    QAbstractTextDocumentLayout::PaintContext context;
    context.palette.setColor(QPalette::Text, Qt::black);
    context.clip = clip;
    painter.save();
    painter.translate(x, y - clip.top());
    painter.setClipRect(clip, Qt::IntersectClip);
    part.documentLayout()->draw(&painter, context);
    painter.restore();
}

void PaperPages::draw(QPainter &painter, int page) const
{
    const double height = m_body->pageSize().height();
    if (page == 0) {
        drawFirst(painter);
    } else {
        painter.setFont(dotLetters(8));
        painter.setPen(QColor(0x55, 0x55, 0x55));
        painter.drawText(QRectF(dots(left), dots(letterheadTop - 2), size().width() - dots(left + right), dots(6)), Qt::AlignLeading | Qt::AlignVCenter,
                         QCoreApplication::translate("Steward::Papers", "%1 · %2").arg(isolated(m_form->store().name), isolated(m_title)));
    }
    drawPart(painter, *m_body, dots(left), dots(furtherTop), QRectF(0, page * height, m_body->textWidth(), height));
    drawFoot(painter, page);
}

void PaperPages::drawFirst(QPainter &painter) const
{
    const auto all = [](const QTextDocument &part, double height) { return QRectF(0, 0, part.textWidth(), height); };
    drawPart(painter, *m_letterhead, dots(left), dots(letterheadTop), all(*m_letterhead, dots(senderTop - letterheadTop - 2)));
    drawPart(painter, *m_sender, dots(left), dots(senderTop), all(*m_sender, dots(recipientTop - senderTop - 1)));
    drawPart(painter, *m_recipient, dots(left), dots(recipientTop), all(*m_recipient, dots(windowHeight)));
    drawPart(painter, *m_reference, dots(referenceLeft), dots(referenceTop), all(*m_reference, dots(bodyTop - referenceTop - 4)));
    painter.setPen(QPen(QColor(0x99, 0x99, 0x99), dots(0.15)));
    for (const double mark : foldMarks)
        painter.drawLine(QPointF(dots(4), dots(mark)), QPointF(dots(8), dots(mark)));
}

void PaperPages::drawFoot(QPainter &painter, int page) const
{
    const double inner = size().width() - dots(left + right);
    const double textHeight = std::min(m_foot->size().height(), dots(bodyBottom - footBottom - 6));
    const double line = size().height() - dots(footBottom + 5) - textHeight;
    painter.setPen(QPen(QColor(0xbb, 0xbb, 0xbb), dots(0.15)));
    painter.drawLine(QPointF(dots(left), line), QPointF(dots(left) + inner, line));
    drawPart(painter, *m_foot, dots(left), line + dots(1.5), QRectF(0, 0, inner, textHeight));
    painter.setFont(dotLetters(7.5));
    painter.setPen(QColor(0x55, 0x55, 0x55));
    const QString text = QCoreApplication::translate("Steward::Papers", "Page %1 of %2").arg(m_form->look().locale.toString(page + 1), m_form->look().locale.toString(m_count));
    painter.drawText(QRectF(dots(left), size().height() - dots(footBottom + 3), inner, dots(4)), Qt::AlignCenter, text);
}

} // namespace Steward
