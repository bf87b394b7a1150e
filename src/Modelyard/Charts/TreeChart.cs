using Modelyard.Charts.Drawing;

namespace Modelyard.Charts;

/// <summary>Represents a tree of questions, the root above, its answers in coloured boxes below.</summary>
/// <remarks>
/// Leaves stand side by side and each node over the middle of its children, so that no lines cross; the lines are as wide as what passes along them.
/// The drawing grows with the number of leaves and with the depth.
/// </remarks>
public sealed record TreeChart : Chart
{
    private const double Gap = 10;
    private const double LevelGap = 34;
    private const double LeastBox = 64;
    private const double MostBox = 190;
    private const double WidestLine = 9;

    /// <summary>Gets the root; null draws that there is no data.</summary>
    public TreeChartNode? Root { get; init; }

    private protected override void Draw(SvgCanvas canvas)
    {
        if (Root is null)
        {
            canvas.Text(canvas.Width / 2, canvas.Height / 2, "No data", new TextStyle(canvas.Theme.Muted, TextAnchor.Middle));
            return;
        }

        double size = canvas.Theme.SmallSize;
        double box = Math.Clamp(Widest(Root, size) + 14, LeastBox, MostBox), height = (2 * size) + 12;
        int leaves = CountLeaves(Root), depth = Depth(Root);
        canvas.Width = Math.Max(canvas.Width, (leaves * (box + Gap)) - Gap + 2);
        canvas.Height = ((depth + 1) * height) + (depth * LevelGap) + 2;
        double step = (canvas.Width - 2 - box) / Math.Max(1, leaves - 1);
        double first = leaves == 1 ? canvas.Width / 2 : 1 + (box / 2);
        int next = 0;
        Place(Root, 0);

        // Lines come before the boxes that they end at, so each call draws its own box last.
        double Place(TreeChartNode node, int level)
        {
            double top = 1 + (level * (height + LevelGap));
            if (node.Children.Count == 0)
            {
                double place = first + (step * next++);
                DrawBox(canvas, node, place, top, box, height);
                return place;
            }

            double[] below = [.. node.Children.Select(child => Place(child, level + 1))];
            double middle = (below[0] + below[^1]) / 2;
            for (int i = 0; i < below.Length; i++)
            {
                DrawLine(canvas, node.Children[i], middle, top + height, below[i], top + height + LevelGap);
            }

            DrawBox(canvas, node, middle, top, box, height);
            return middle;
        }
    }

    private protected override string Describe() => Root is null ? "" : $"A tree of depth {Depth(Root)} with {CountLeaves(Root)} leaves. Its root asks: {Root.Text}.";

    private static void DrawLine(SvgCanvas canvas, TreeChartNode child, double x1, double y1, double x2, double y2)
    {
        canvas.Line(x1, y1, x2, y2, canvas.Theme.Rule, Math.Max(1, WidestLine * Math.Clamp(child.Share, 0, 1)));
        double size = canvas.Theme.SmallSize - 1;
        bool left = x2 < x1;
        double x = (x1 + x2) / 2;
        canvas.Text(x + (left ? -8 : 8), ((y1 + y2) / 2) + 2, child.Branch, new TextStyle(canvas.Theme.Muted, left ? TextAnchor.End : TextAnchor.Start, size));
    }

    private static void DrawBox(SvgCanvas canvas, TreeChartNode node, double middle, double top, double width, double height)
    {
        ChartTheme theme = canvas.Theme;
        double size = theme.SmallSize;
        bool leaf = node.Children.Count == 0;
        double strength = leaf ? 0.15 + (0.75 * Math.Clamp(node.Strength, 0, 1)) : 1;
        string title = node.Detail.Length > 0 ? $"{node.Text} ({node.Detail})" : node.Text;
        canvas.Rectangle(middle - (width / 2), top, width, height, leaf ? theme.SeriesColor(node.Color) : theme.Grid, strength, 4, title);
        string ink = leaf && strength > 0.6 ? theme.Paper : theme.Ink;
        double fitting = width - 8;
        canvas.Text(middle, top + size + 3, node.Text, new TextStyle(ink, TextAnchor.Middle, size, Bold: leaf, MaximumWidth: fitting));
        canvas.Text(middle, top + (2 * size) + 6, node.Detail, new TextStyle(leaf ? ink : theme.Muted, TextAnchor.Middle, size - 1, MaximumWidth: fitting));
    }

    private static double Widest(TreeChartNode node, double size) =>
        Math.Max(TextMeasure.Width(node.Text, size, node.Children.Count == 0), node.Children.Select(child => Widest(child, size)).DefaultIfEmpty(0).Max());

    private static int CountLeaves(TreeChartNode node) => node.Children.Count == 0 ? 1 : node.Children.Sum(CountLeaves);

    private static int Depth(TreeChartNode node) => node.Children.Select(child => 1 + Depth(child)).DefaultIfEmpty(0).Max();
}
