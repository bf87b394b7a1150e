using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Asks a model about changes of one row.</summary>
internal sealed class ChangeProbe
{
    private readonly ModelFunction _function;
    private readonly GoalCheck _goal;
    private readonly double[] _own;
    private readonly double _columnCost;

    internal ChangeProbe(ModelFunction function, ChangeSpace space, GoalCheck goal, double[] own, ClassDecision decision, double columnCost, FitContext context)
    {
        _function = function;
        Space = space;
        _goal = goal;
        _own = own;
        _columnCost = columnCost;
        Context = context;
        Own = own[..space.Columns.Count];
        Matrix outputs = new(1, function.Outputs.Count);
        function.Evaluate(new Matrix(own, 1, own.Length), outputs);
        Value = goal.ValueOf(outputs.Row(0));
        Class = decision.Of(outputs.Row(0));
        Gap = goal.Gap(outputs.Row(0));
        Open = [.. Enumerable.Range(0, Own.Length).Where(column => space.Columns[column].MayChange(Own[column]))];
    }

    internal ChangeSpace Space { get; }

    internal FitContext Context { get; }

    /// <summary>Gets the cells of the row itself.</summary>
    internal double[] Own { get; }

    /// <summary>Gets the columns that may change.</summary>
    internal int[] Open { get; }

    /// <summary>Gets what the model answers for the row itself.</summary>
    internal double Value { get; }

    /// <summary>Gets the class of the row itself; -1 for a number.</summary>
    internal int Class { get; }

    /// <summary>Gets how far the row itself is from the goal.</summary>
    internal double Gap { get; }

    /// <summary>Asks about rows.</summary>
    /// <param name="rows">The cells of the columns of each.</param>
    /// <param name="context">How long it may take; null for as long as the search.</param>
    /// <returns>What is known of each, in their order.</returns>
    internal ChangeCandidate[] Ask(IReadOnlyList<double[]> rows, FitContext? context = null)
    {
        Matrix outputs = _function.Evaluate(rows.Count, (number, row) => Fill(rows[number], row), context ?? Context);
        var found = new ChangeCandidate[rows.Count];
        for (int i = 0; i < found.Length; i++)
        {
            double distance = Space.Distance(Own, rows[i]);
            int changed = Space.Changed(Own, rows[i]).Length;
            found[i] = new ChangeCandidate(rows[i], _goal.Gap(outputs.Row(i)), _goal.Score(outputs.Row(i), Value), distance, changed, distance + (_columnCost * changed));
        }

        return found;
    }

    /// <summary>Gets what it costs to change one column.</summary>
    internal double CostOf(int column, double cell) => Space.Columns[column].Distance(Own[column], cell) + _columnCost;

    /// <summary>Gets a row as the model reads it.</summary>
    internal double[] Encoded(double[] row)
    {
        double[] encoded = new double[_own.Length];
        Fill(row, encoded);
        return encoded;
    }

    /// <summary>Gets what the model answers for a row, even when the time is over.</summary>
    internal double Answer(double[] row)
    {
        Matrix outputs = new(1, _function.Outputs.Count);
        _function.Evaluate(new Matrix(Encoded(row), 1, _own.Length), outputs);
        return _goal.ValueOf(outputs.Row(0));
    }

    private void Fill(double[] row, Span<double> encoded)
    {
        _own.CopyTo(encoded);
        row.CopyTo(encoded);
    }
}
