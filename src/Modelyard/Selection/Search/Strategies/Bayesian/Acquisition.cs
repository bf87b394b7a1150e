using Modelyard.Numerics;

namespace Modelyard.Selection.Search;

/// <summary>Finds the point of which a Gaussian process expects the greatest improvement: many points of the prior, then small steps from the best of them.</summary>
/// <remarks>Steps work for numbers, whole numbers, choices, conditions and constraints alike: each is a point of the space, encoded as it would be tried.</remarks>
internal sealed class Acquisition
{
    private const int FromPrior = 400;
    private const int Starts = 6;
    private const int Rounds = 10;
    private const int StepsOfRound = 12;
    private const double FirstStep = 0.2;
    private const double Shrinking = 0.65;

    private readonly SearchSpace _space;
    private readonly SpaceEncoding _encoding;
    private readonly GaussianProcess _process;
    private readonly FreshPoints _fresh;
    private readonly double _best;

    internal Acquisition(SearchSpace space, SpaceEncoding encoding, GaussianProcess process, FreshPoints fresh, double best)
    {
        _space = space;
        _encoding = encoding;
        _process = process;
        _fresh = fresh;
        _best = best;
    }

    /// <summary>Finds the best point that was not tried; null if none was found.</summary>
    /// <param name="near">The shares of points that were good, from which steps start too.</param>
    /// <param name="random">The random numbers.</param>
    internal Candidate? Maximize(IEnumerable<double[]> near, ref RandomStream random)
    {
        var candidates = new List<Candidate>();
        for (int i = 0; i < FromPrior; i++)
        {
            AddIfFresh(candidates, _space.Draw(ref random));
        }

        foreach (double[] shares in near)
        {
            for (int i = 0; i < StepsOfRound; i++)
            {
                Add(candidates, Step(shares, FirstStep / 4, ref random));
            }
        }

        Candidate? best = null;
        foreach (Candidate start in candidates.OrderByDescending(one => one.LogGain).Take(Starts).ToArray())
        {
            Candidate climbed = Climb(start, ref random);
            best = best is null || climbed.LogGain > best.LogGain ? climbed : best;
        }

        return best;
    }

    private Candidate Climb(Candidate start, ref RandomStream random)
    {
        double step = FirstStep;
        Candidate best = start;
        for (int round = 0; round < Rounds; round++, step *= Shrinking)
        {
            var steps = new List<Candidate>();
            for (int i = 0; i < StepsOfRound; i++)
            {
                Add(steps, Step(best.Shares, step, ref random));
            }

            best = steps.Append(best).MaxBy(one => one.LogGain)!;
        }

        return best;
    }

    /// <summary>Moves some axes of a point, one at least: numbers a little, choices to another value.</summary>
    private double[] Step(double[] shares, double size, ref RandomStream random)
    {
        double[] moved = [.. shares];
        int certain = random.NextInt(moved.Length);
        double chance = Math.Min(0.5, 2.0 / moved.Length);
        for (int axis = 0; axis < moved.Length; axis++)
        {
            bool moves = axis == certain | random.NextDouble() < chance;
            double to = random.NextDouble(), by = random.NextGaussian();
            if (double.IsNaN(moved[axis]) || (moves && _space.Dimensions[axis].IsChoice))
            {
                moved[axis] = to;
            }
            else if (moves)
            {
                // A whole number moves by one at least, or small steps would never leave it.
                double least = _space.Dimensions[axis] is IntegerDimension { Scale: Learning.Scale.Linear } whole ? Math.CopySign(0.75 / whole.Count!.Value, by) : 0;
                moved[axis] = Math.Clamp(moved[axis] + (by * size) + least, 0, 1);
            }
        }

        return moved;
    }

    private void Add(List<Candidate> candidates, double[] shares)
    {
        SearchPoint point = _space.At(shares);
        if (_space.Allows(point))
        {
            AddIfFresh(candidates, point);
        }
    }

    private void AddIfFresh(List<Candidate> candidates, SearchPoint point)
    {
        ParallelLoop.Check();
        if (!_fresh.IsFresh(point))
        {
            return;
        }

        double[] shares = new double[_space.Dimensions.Count];
        _space.TryLocate(point, shares);
        double[] coordinates = _encoding.Encode(shares);
        (double mean, double variance) = _process.Predict(coordinates);
        candidates.Add(new Candidate(point, shares, coordinates, mean, ExpectedImprovement.Log(mean, variance, _best)));
    }

    /// <summary>Represents a point and what is expected of it.</summary>
    internal sealed record Candidate(SearchPoint Point, double[] Shares, double[] Coordinates, double Mean, double LogGain);
}
