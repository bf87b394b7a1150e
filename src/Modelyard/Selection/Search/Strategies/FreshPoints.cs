using Modelyard.Numerics;

namespace Modelyard.Selection.Search;

/// <summary>Keeps a search from trying a point twice: knows what was tried with a share, and draws what was not.</summary>
internal sealed class FreshPoints
{
    // If as many draws in a row were tried before, nearly all of what the prior gives is.
    private const int MostDraws = 500;

    private readonly SearchSpace _space;
    private readonly HashSet<SearchPoint> _taken;

    internal FreshPoints(TrialHistory history, double share = 1)
    {
        _space = history.Space;
        _taken = [.. history.Trials.Where(trial => trial.Share == share).Select(trial => trial.Point)];
    }

    internal bool IsFresh(SearchPoint point) => !_taken.Contains(point);

    internal bool TryTake(SearchPoint point) => _taken.Add(point);

    /// <summary>Draws a point from the prior that was not tried, and takes it; null if there is none left.</summary>
    internal SearchPoint? Draw(ref RandomStream random)
    {
        for (int draw = 0; draw < MostDraws; draw++)
        {
            SearchPoint point = _space.Draw(ref random);
            if (_taken.Add(point))
            {
                return point;
            }
        }

        SearchPoint[] left = _space.AllPoints is { } all ? [.. all.Where(IsFresh)] : [];
        if (left.Length == 0)
        {
            return null;
        }

        SearchPoint drawn = left[random.NextInt(left.Length)];
        _taken.Add(drawn);
        return drawn;
    }
}
