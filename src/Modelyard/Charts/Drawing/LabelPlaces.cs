namespace Modelyard.Charts.Drawing;

/// <summary>Keeps where marks and labels stand in a plot, so that no label is set over another.</summary>
internal sealed class LabelPlaces
{
    // What letters reach above and below their baseline, in sizes of a letter.
    private const double Ascent = 0.8;
    private const double Descent = 0.25;

    private const double Apart = 3;
    private const double LinesApart = 1;
    private const int MostSteps = 200;
    private readonly List<(double Left, double Top, double Right, double Bottom)> _taken = [];

    /// <summary>Keeps labels off a round mark.</summary>
    public void Keep(double x, double y, double radius) => _taken.Add((x - radius, y - radius, x + radius, y + radius));

    /// <summary>Keeps labels off a line where they have another place; its points that are not finite break it.</summary>
    public void Keep(IReadOnlyList<(double X, double Y)> line)
    {
        const double Step = 5, HalfWidth = 1;
        for (int i = 1; i < line.Count; i++)
        {
            ((double fromX, double fromY), (double toX, double toY)) = (line[i - 1], line[i]);
            double length = Math.Max(Math.Abs(toX - fromX), Math.Abs(toY - fromY));
            int steps = double.IsFinite(length) ? (int)Math.Clamp(Math.Ceiling(length / Step), 1, MostSteps) : 0;
            for (int step = 0; step < steps; step++)
            {
                double share = (step + 0.5) / steps;
                Keep(fromX + (share * (toX - fromX)), fromY + (share * (toY - fromY)), HalfWidth);
            }
        }
    }

    /// <summary>Takes the first of some places at which a text covers nothing; where it would at all of them, that at which it covers least.</summary>
    public LabelPlace Take(string text, double size, IReadOnlyList<LabelPlace> places)
    {
        LabelPlace best = places.MinBy(place => Covered(Box(text, size, place)));
        _taken.Add(Box(text, size, best));
        return best;
    }

    /// <summary>Takes the first of some places at which a text covers nothing; null where it would at all of them.</summary>
    public LabelPlace? TryTake(string text, double size, IEnumerable<LabelPlace> places)
    {
        foreach (LabelPlace place in places)
        {
            if (Covered(Box(text, size, place)) == 0)
            {
                _taken.Add(Box(text, size, place));
                return place;
            }
        }

        return null;
    }

    private static (double Left, double Top, double Right, double Bottom) Box(string text, double size, LabelPlace place)
    {
        double width = TextMeasure.Width(text, size);
        double left = place.Anchor switch { TextAnchor.Start => place.X, TextAnchor.End => place.X - width, _ => place.X - (width / 2) };
        return (left - Apart, place.Baseline - (Ascent * size) - LinesApart, left + width + Apart, place.Baseline + (Descent * size) + LinesApart);
    }

    private double Covered((double Left, double Top, double Right, double Bottom) box) => _taken.Sum(other =>
        Math.Max(0, Math.Min(box.Right, other.Right) - Math.Max(box.Left, other.Left)) * Math.Max(0, Math.Min(box.Bottom, other.Bottom) - Math.Max(box.Top, other.Top)));
}
