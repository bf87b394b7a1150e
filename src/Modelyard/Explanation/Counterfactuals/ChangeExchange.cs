namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Changes one column for another where that costs less: taking back alone ends where every change is needed, which need not be the least.</summary>
internal static class ChangeExchange
{
    private const int MostNarrowed = 8;
    private const int MostAsked = 20_000;
    private const double Improvement = 0.999;

    /// <summary>Exchanges again and again, each time what saves most.</summary>
    /// <param name="probe">Asks the model.</param>
    /// <param name="change">A change that does what is wanted.</param>
    /// <returns>A change that does it, does not cost more, and holds nothing that is not needed.</returns>
    internal static ChangeCandidate Run(ChangeProbe probe, ChangeCandidate change)
    {
        while (true)
        {
            ChangeCandidate? best = Replaced(probe, change).Concat(Shifted(probe, change)).MinBy(one => one.Cost);
            if (best is null || !(best.Cost < change.Cost * Improvement))
            {
                return change;
            }

            change = ChangeRefinement.Refine(probe, best);
        }
    }

    /// <summary>Moves one number farther away where that lets another come back by more.</summary>
    private static IEnumerable<ChangeCandidate> Shifted(ChangeProbe probe, ChangeCandidate change)
    {
        int[] numbers = ChangeRefinement.Numbers(probe, change);
        return
            from farther in numbers
            from cell in Farther(probe, change, farther)
            from nearer in numbers
            where nearer != farther
            select ChangeRefinement.Narrow(probe, change with { Row = ChangeRefinement.With(change.Row, farther, cell), Cost = double.PositiveInfinity }, nearer);
    }

    /// <summary>Takes one column back as a whole and changes another, or changes it more, instead.</summary>
    private static IEnumerable<ChangeCandidate> Replaced(ChangeProbe probe, ChangeCandidate change)
    {
        (int Column, double[] Row)[] moves =
        [
            .. (from back in probe.Space.Changed(probe.Own, change.Row)
                let without = ChangeRefinement.With(change.Row, back, probe.Own[back])
                from column in probe.Open
                where column != back
                from cell in probe.Space.Columns[column].Candidates(probe.Own[column])
                where cell != change.Row[column]
                select (column, ChangeRefinement.With(without, column, cell))).Take(MostAsked),
        ];
        return probe.Ask([.. moves.Select(move => move.Row)])
            .Zip(moves, (asked, move) => (Change: asked, move.Column))
            .Where(one => one.Change.IsValid)
            .OrderBy(one => one.Change.Cost)
            .Take(MostNarrowed)
            .Select(one => ChangeRefinement.Narrow(probe, one.Change, one.Column));
    }

    /// <summary>Lists the cell next to that of a change, away from the row's own, and the last one there is.</summary>
    private static double[] Farther(ChangeProbe probe, ChangeCandidate change, int column)
    {
        double own = probe.Own[column], cell = change.Row[column];
        double[] beyond = [.. probe.Space.Columns[column].Candidates(own).Where(other => (other - cell) * (cell - own) > 0).OrderBy(other => Math.Abs(other - cell))];
        return beyond.Length < 2 ? beyond : [beyond[0], beyond[^1]];
    }
}
