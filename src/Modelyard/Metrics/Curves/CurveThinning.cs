namespace Modelyard.Metrics;

/// <summary>Chooses points of a long curve that are enough to draw it.</summary>
internal static class CurveThinning
{
    /// <summary>Chooses the points at which a rising position passes each of evenly spread marks, and both ends.</summary>
    internal static IReadOnlyList<T> Run<T>(IReadOnlyList<T> points, int most, Func<T, double> position)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        if (points.Count <= most)
        {
            return points;
        }

        double first = position(points[0]), length = position(points[^1]) - first;
        var chosen = new List<T>(most) { points[0] };
        for (int i = 1, at = 1; at < most - 1 && i < points.Count - 1; i++)
        {
            if (position(points[i]) >= first + (length * at / (most - 1)))
            {
                chosen.Add(points[i]);
                while (at < most - 1 && position(points[i]) >= first + (length * at / (most - 1)))
                {
                    at++;
                }
            }
        }

        chosen.Add(points[^1]);
        return chosen;
    }
}
