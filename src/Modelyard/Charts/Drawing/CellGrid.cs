using Modelyard.Charts.Scales;

namespace Modelyard.Charts.Drawing;

/// <summary>Lays out a table of shaded cells with names at the left and above.</summary>
internal sealed class CellGrid
{
    /// <summary>The opacity of a cell of the full colour.</summary>
    internal const double FullOpacity = 0.92;

    /// <summary>The opacity of a cell without a colour.</summary>
    internal const double BlankOpacity = 0.45;

    private const double LeastWidth = 25;
    private const double MostNameWidth = 110;
    private const double MostNameHeight = 150;
    private const double MostWidth = 170;
    private const double MostHeight = 60;
    private const double LeastHeight = 22;
    private readonly SvgCanvas _canvas;
    private readonly CategoryScale _columns;
    private readonly CategoryScale _rows;

    private CellGrid(SvgCanvas canvas, CategoryScale columns, CategoryScale rows, double size)
    {
        (_canvas, _columns, _rows, Size) = (canvas, columns, rows, size);
    }

    /// <summary>Gets the size of letters in the cells.</summary>
    public double Size { get; }

    public double CellWidth => _columns.BandWidth;

    public double CellHeight => _rows.BandWidth;

    /// <summary>Sizes the canvas for the names and draws them.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="rowNames">The names of the rows; those that are too long are cut so that they stay different.</param>
    /// <param name="columnNames">The names of the columns, which are treated alike.</param>
    /// <param name="rowAxis">What the rows are of; empty for none.</param>
    /// <param name="columnAxis">What the columns are of; empty for none.</param>
    /// <param name="leastWidth">The least width of a cell, for what is to be written there; the canvas grows if need be.</param>
    public static CellGrid Draw(SvgCanvas canvas, IReadOnlyList<string> rowNames, IReadOnlyList<string> columnNames, string rowAxis, string columnAxis, double leastWidth = LeastWidth)
    {
        ChartTheme theme = canvas.Theme;
        double size = theme.SmallSize;
        int columns = Math.Max(columnNames.Count, 1);
        int rows = Math.Max(rowNames.Count, 1);
        string[] rowTexts = TextMeasure.Shorten(rowNames, MostNameWidth, size), columnTexts = TextMeasure.Shorten(columnNames, MostNameHeight, size);
        double nameWidth = rowTexts.Select(name => TextMeasure.Width(name, size)).DefaultIfEmpty(20).Max();
        double axisWidth = rowAxis.Length > 0 ? Math.Min(TextMeasure.Width(rowAxis + " ↓", size), MostNameWidth) : 0;
        double left = Math.Max(nameWidth, axisWidth) + 10;
        double cellWidth = Math.Clamp((canvas.Width - left - 2) / columns, Math.Clamp(leastWidth, LeastWidth, MostWidth), MostWidth);
        double cellHeight = Math.Clamp(Math.Max(cellWidth * 0.62, (canvas.Height - 40) / rows), LeastHeight, Math.Min(MostHeight, Math.Max(cellWidth, 26)));
        double widestName = columnNames.Select(name => TextMeasure.Width(name, size)).DefaultIfEmpty(0).Max();
        bool upright = widestName > cellWidth - 4;
        double tallestName = columnTexts.Select(name => TextMeasure.Width(name, size)).DefaultIfEmpty(0).Max();
        double axisHeight = columnAxis.Length > 0 ? size + 9 : 0;
        double nameHeight = upright ? tallestName + 8 : size + 8;
        double top = axisHeight + nameHeight;
        canvas.Width = Math.Max(left + (cellWidth * columns) + 2, canvas.Width);
        canvas.Height = top + (cellHeight * rows) + 2;
        var grid = new CellGrid(
            canvas,
            new CategoryScale(columns, left, left + (cellWidth * columns), 0),
            new CategoryScale(rows, top, top + (cellHeight * rows), 0),
            size);
        var style = new TextStyle(theme.Muted, Size: size);
        canvas.Text(left, size + 1, columnAxis.Length > 0 ? columnAxis + " →" : "", style);
        canvas.Text(left - 8, top - 7, rowAxis.Length > 0 ? rowAxis + " ↓" : "", style with { Anchor = TextAnchor.End, MaximumWidth = left - 8 });
        for (int i = 0; i < rowNames.Count; i++)
        {
            double baseline = grid._rows.Middle(i) + (size * 0.36);
            canvas.Text(left - 8, baseline, rowTexts[i], new TextStyle(theme.Ink, TextAnchor.End, size), Whole(rowTexts[i], rowNames[i]));
        }

        for (int i = 0; i < columnNames.Count; i++)
        {
            double x = grid._columns.Middle(i);
            if (upright)
            {
                canvas.Text(x + (size * 0.36), top - 6, columnTexts[i], new TextStyle(theme.Ink, Size: size, Rotation: -90), Whole(columnTexts[i], columnNames[i]));
            }
            else
            {
                canvas.Text(x, top - 7, columnNames[i], new TextStyle(theme.Ink, TextAnchor.Middle, size, MaximumWidth: cellWidth - 2));
            }
        }

        return grid;
    }

    /// <summary>Gets the whole name, to be told on hovering, where it was cut; null otherwise.</summary>
    private static string? Whole(string shown, string name) => shown == name ? null : name;

    /// <summary>Fills a cell and returns the colour in which text reads well on it.</summary>
    public string Fill(int row, int column, string color, double strength, string title)
    {
        double x = _columns.BandStart(column);
        double y = _rows.BandStart(row);
        double opacity = Math.Clamp(strength, 0, 1) * FullOpacity;
        if (opacity > 0)
        {
            _canvas.Rectangle(x + 0.5, y + 0.5, CellWidth - 1, CellHeight - 1, color, opacity, 1.5, title);
        }
        else
        {
            _canvas.Rectangle(x + 0.5, y + 0.5, CellWidth - 1, CellHeight - 1, _canvas.Theme.Grid, BlankOpacity, 1.5, title);
        }

        return opacity > 0.72 ? _canvas.Theme.Paper : _canvas.Theme.Ink;
    }

    public void Write(int row, int column, string text, string color, double size, bool bold = false, double shift = 0)
    {
        double fitting = Math.Min(size, size * (CellWidth - 3) / Math.Max(TextMeasure.Width(text, size, bold) * 0.92, 1));
        double baseline = _rows.Middle(row) + (fitting * 0.36) + shift;
        _canvas.Text(_columns.Middle(column), baseline, text, new TextStyle(color, TextAnchor.Middle, Math.Max(fitting, 7), bold));
    }
}
