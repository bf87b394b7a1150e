namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Takes back what a change that does what is wanted does not need.</summary>
internal static class ChangeRefinement
{
    private const int MostAtOnce = 24;
    private const int PointsBetween = 16;
    private const int MostNarrowings = 6;
    private const double Improvement = 0.999;

    /// <summary>Takes back whole columns, then parts of the numbers, each time what saves most.</summary>
    /// <param name="probe">Asks the model.</param>
    /// <param name="change">A change that does what is wanted.</param>
    /// <returns>A change that does it and does not cost more.</returns>
    internal static ChangeCandidate Refine(ChangeProbe probe, ChangeCandidate change) => Shrink(probe, Prune(probe, change));

    /// <summary>Moves one number farther away where that lets another come back by more, again and again: taking back alone ends where every number is needed, which need not be the least.</summary>
    /// <param name="probe">Asks the model.</param>
    /// <param name="change">A change that does what is wanted.</param>
    /// <returns>A change that does it and does not cost more.</returns>
    internal static ChangeCandidate Exchange(ChangeProbe probe, ChangeCandidate change)
    {
        while (true)
        {
            int[] numbers = Numbers(probe, change);
            IEnumerable<ChangeCandidate> exchanged =
                from farther in numbers
                from cell in Farther(probe, change, farther)
                from nearer in numbers
                where nearer != farther
                select Narrow(probe, change with { Row = With(change.Row, farther, cell), Cost = double.PositiveInfinity }, nearer);
            ChangeCandidate? best = exchanged.MinBy(one => one.Cost);
            if (best is null || !(best.Cost < change.Cost * Improvement))
            {
                return change;
            }

            change = best;
        }
    }

    /// <summary>Copies a row with another cell.</summary>
    internal static double[] With(double[] row, int column, double cell)
    {
        double[] copy = (double[])row.Clone();
        copy[column] = cell;
        return copy;
    }

    private static ChangeCandidate Prune(ChangeProbe probe, ChangeCandidate change)
    {
        // Many columns are taken back in blocks first, each time the one that saves most, then in smaller ones.
        for (int size = change.Changed / 2; size > 1;)
        {
            int[] changed = probe.Space.Changed(probe.Own, change.Row);
            ChangeCandidate? better = changed.Length <= MostAtOnce ? null : probe.Ask([.. changed.Chunk(size).Select(block => Without(probe, change.Row, block))]).Where(one => one.IsValid).MinBy(one => one.Cost);
            change = better ?? change;
            size = better is null ? size / 2 : size;
        }

        while (change.Changed > 1)
        {
            int[] changed = probe.Space.Changed(probe.Own, change.Row);
            ChangeCandidate? better = probe.Ask([.. changed.Select(column => Without(probe, change.Row, [column]))]).Where(one => one.IsValid).MinBy(one => one.Cost);
            if (better is null)
            {
                break;
            }

            change = better;
        }

        return change;
    }

    private static ChangeCandidate Shrink(ChangeProbe probe, ChangeCandidate change)
    {
        var left = Numbers(probe, change).ToList();
        while (left.Count > 0)
        {
            // The column in which most can be taken back gives way first, for it uses up the room that all of them have.
            (int column, ChangeCandidate found) = left.Select(one => (one, Narrow(probe, change, one))).MinBy(pair => pair.Item2.Cost);
            left.Remove(column);
            if (!(found.Cost < change.Cost))
            {
                break;
            }

            change = found;
        }

        return change;
    }

    /// <summary>Lists the cell next to that of a change, away from the row's own, and the last one there is.</summary>
    private static double[] Farther(ChangeProbe probe, ChangeCandidate change, int column)
    {
        double own = probe.Own[column], cell = change.Row[column];
        double[] beyond = [.. probe.Space.Columns[column].Candidates(own).Where(other => (other - cell) * (cell - own) > 0).OrderBy(other => Math.Abs(other - cell))];
        return beyond.Length < 2 ? beyond : [beyond[0], beyond[^1]];
    }

    private static int[] Numbers(ChangeProbe probe, ChangeCandidate change) =>
        [.. probe.Space.Changed(probe.Own, change.Row).Where(column => probe.Space.Columns[column].IsNumber && !double.IsNaN(probe.Own[column]))];

    /// <summary>Brings one number as near to the row's own as can be.</summary>
    private static ChangeCandidate Narrow(ChangeProbe probe, ChangeCandidate change, int column)
    {
        ColumnMoves moves = probe.Space.Columns[column];
        double own = probe.Own[column], near = own;
        for (int round = 0; round < MostNarrowings && !moves.IsFine(near, change.Row[column]); round++)
        {
            double[] cells = moves.Between(own, near, change.Row[column], PointsBetween);
            if (cells.Length == 0)
            {
                break;
            }

            ChangeCandidate[] asked = probe.Ask([.. cells.Select(cell => With(change.Row, column, cell))]);
            int first = Array.FindIndex(asked, one => one.IsValid);
            near = first < 0 ? cells[^1] : first > 0 ? cells[first - 1] : near;
            change = first < 0 ? change : asked[first];
        }

        return change;
    }

    private static double[] Without(ChangeProbe probe, double[] row, int[] columns)
    {
        double[] copy = (double[])row.Clone();
        foreach (int column in columns)
        {
            copy[column] = probe.Own[column];
        }

        return copy;
    }
}
