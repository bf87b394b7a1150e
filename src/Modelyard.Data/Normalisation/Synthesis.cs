using Modelyard.Frames;

namespace Modelyard.Data.Normalisation;

/// <summary>Gives each column a home: the table of the key that determines it, or the table that remains.</summary>
/// <remarks>
/// Bernstein (1976), Synthesizing Third Normal Form Relations from Functional Dependencies, ACM TODS 1(4), with one change: a column that two keys determine of which neither determines the other
/// is kept by one of them only. So each value is stored once, each step is a split by a dependency, and joining along the keys gives the rows again whatever else holds.
/// </remarks>
internal sealed class Synthesis
{
    private readonly Frame _frame;
    private readonly ColumnNames _names;
    private readonly (int[] Left, int Right, FunctionalDependency Of)[] _dependencies;
    private readonly int[] _representatives;
    private readonly int[]?[] _homes;

    public Synthesis(Frame frame, IEnumerable<FunctionalDependency> accepted)
    {
        _frame = frame;
        _names = new ColumnNames(frame.Columns.Select(column => column.Name));
        _dependencies = [.. accepted.Select(one => (one.Left.Select(frame.PositionOf).ToArray(), frame.PositionOf(one.Right), one))];
        _representatives = [.. Enumerable.Range(0, frame.Columns.Count).Select(Representative)];
        _homes = new int[]?[frame.Columns.Count];
        for (int size = 1; size <= 3; size++)
        {
            foreach (int column in Enumerable.Range(0, _homes.Length).OrderBy(column => IsRepresentative(column) ? 1 : 0))
            {
                Settle(column, size);
            }
        }
    }

    /// <summary>Gets for each column the key that determines it; null for the columns of the table that remains.</summary>
    public IReadOnlyList<int[]?> Homes => _homes;

    /// <summary>Determines whether the tables show a dependency: its right column is met on the way from its left ones, home by home.</summary>
    public bool Shows(FunctionalDependency dependency)
    {
        HashSet<int> met = [.. dependency.Left.Select(_frame.PositionOf)];
        int right = _frame.PositionOf(dependency.Right);
        for (int before = 0; before < met.Count;)
        {
            before = met.Count;
            met.UnionWith(met.Select(column => _representatives[column]).ToArray());
            met.UnionWith(Enumerable.Range(0, _homes.Length).Where(column => _homes[column] is { } home && Array.TrueForAll(home, met.Contains)).ToArray());
        }

        return met.Contains(right);
    }

    private bool IsRepresentative(int column) => _representatives[column] == column;

    private int Representative(int column) => Enumerable.Range(0, _frame.Columns.Count)
        .Where(other => other == column || (Holds(column, other) && Holds(other, column)))
        .MinBy(other => (_names.Rank(other, _frame.Columns[other].Kind), other));

    private bool Holds(int left, int right) => Array.Exists(_dependencies, one => one.Right == right && one.Left is [int only] && only == left);

    private void Settle(int column, int size)
    {
        if (_homes[column] is not null)
        {
            return;
        }

        if (!IsRepresentative(column))
        {
            _homes[column] = [_representatives[column]];
            return;
        }

        (int[] Left, FunctionalDependency Of)[] candidates = [.. _dependencies.Where(one => one.Right == column)
            .Select(one => (Left: Array.ConvertAll(one.Left, left => _representatives[left]), one.Of))
            .Where(one => one.Left.Length == size && !one.Left.Contains(column) && one.Left.Distinct().Count() == size)];
        foreach ((int[] left, _) in candidates.Where(one => IsDirect(one.Left, candidates))
            .OrderByDescending(one => _names.BeginAlike(one.Left[0], column)).ThenBy(one => one.Left.Sum(key => _names.Rank(key, _frame.Columns[key].Kind))).ThenByDescending(one => one.Of.Bits))
        {
            if (CanKeep(left, column))
            {
                _homes[column] = left;
                return;
            }
        }
    }

    /// <summary>Determines whether no other key lies between: of an order's number, its customer and the customer's town, the customer does.</summary>
    private bool IsDirect(int[] left, (int[] Left, FunctionalDependency Of)[] candidates)
    {
        HashSet<int> closure = Closure(left);
        return !Array.Exists(candidates, other => !other.Left.SequenceEqual(left) && other.Left.All(closure.Contains) && !left.All(Closure(other.Left).Contains));
    }

    private HashSet<int> Closure(int[] left)
    {
        HashSet<int> closure = [.. left];
        for (int before = 0; before < closure.Count;)
        {
            before = closure.Count;
            closure.UnionWith(_dependencies.Where(one => Array.TrueForAll(one.Left, closure.Contains)).Select(one => one.Right).ToArray());
        }

        return closure;
    }

    private bool CanKeep(int[] left, int column)
    {
        if (Array.Exists(left, key => LeadsTo(key, column)))
        {
            return false;
        }

        // The columns of a key must stand together in a table, which refers to the key's; and they must stay there.
        bool together = left.Length == 1 || Array.TrueForAll(left, key => _homes[key] is null)
            || (_homes[left[0]] is { } home && Array.TrueForAll(left, key => _homes[key] is { } other && other.SequenceEqual(home)));
        return together && !Array.Exists(_homes, used => used is { Length: > 1 } && used.Contains(column));
    }

    private bool LeadsTo(int from, int column) => from == column || (_homes[from] is { } home && Array.Exists(home, key => LeadsTo(key, column)));
}
