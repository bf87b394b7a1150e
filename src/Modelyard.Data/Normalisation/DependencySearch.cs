using Modelyard.Frames;

namespace Modelyard.Data.Normalisation;

/// <summary>Looks for dependencies level by level: left sides of one column, of two, of three.</summary>
/// <remarks>
/// What a left side determines, a greater one need not be asked. A left side that hardly repeats is no evidence of anything, and a greater one repeats less still: so the search ends there.
/// </remarks>
internal sealed class DependencySearch
{
    private const int MinRepeatDivisor = 50;

    private readonly Frame _frame;
    private readonly NormalisationOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly ColumnNames _names;
    private readonly ColumnCodes[] _codes;
    private readonly StrippedPartition?[] _partitions;
    private readonly int _bound;
    private readonly int _minRepeats;
    private readonly List<DependencyCandidate> _found = [];
    private readonly List<int[]> _keys = [];
    private readonly List<string> _notes = [];
    private long _work;

    public DependencySearch(Frame frame, NormalisationOptions options, CancellationToken cancellation)
    {
        _frame = frame;
        _options = options;
        _cancellation = cancellation;
        _names = new ColumnNames(frame.Columns.Select(column => column.Name));
        _codes = [.. frame.Columns.Select(ColumnCodes.Of)];
        _partitions = new StrippedPartition?[_codes.Length];
        _bound = (int)Math.Floor(options.MaxError * frame.RowCount);
        _minRepeats = Math.Max(1, frame.RowCount / MinRepeatDivisor);
    }

    public DependencyReport Run()
    {
        var evidence = new DependencyEvidence(_frame, _options, _names, _codes);
        int[] singles = [.. Enumerable.Range(0, _codes.Length).Where(CanDetermine)];
        foreach (int column in singles)
        {
            SearchOne(column);
        }

        foreach (DependencyCandidate told in Told())
        {
            _found.RemoveAll(other => other.Right == told.Right && other.Left.SequenceEqual(told.Left));
            _found.Add(told);
        }

        DependencyCandidate[] first = [.. _found];
        bool[] identifies = new bool[_codes.Length];
        foreach (DependencyCandidate one in first.Where(one => one.Left.Length == 1 && evidence.Judge(one, first).IsAccepted))
        {
            identifies[one.Left[0]] = true;
        }

        int[] pool = [.. singles.Where(column => _partitions[column] is { } partition && _codes[column].Missing == 0 && partition.Repeats >= _minRepeats && !HasEqual(column, singles))];
        bool[] plain = [.. _codes.Select((_, column) => _frame.Columns[column].Kind == ColumnKind.Integer && !identifies[column] && !_names.Identifies(column))];
        for (int size = 2; size <= _options.MaxLeftSide && SearchLevel(size, pool, plain); size++)
        {
        }

        Note(singles, plain);
        FunctionalDependency[] judged = [.. _found.Select(one => evidence.Judge(one, first))];
        return new DependencyReport
        {
            Dependencies = [.. judged.OrderByDescending(one => one.IsAccepted).ThenBy(one => one.Left.Count).ThenBy(one => _frame.PositionOf(one.Left[0])).ThenBy(one => _frame.PositionOf(one.Right))],
            CandidateKeys = [.. _keys.Select(key => Array.ConvertAll(key, column => _frame.Columns[column].Name))],
            Notes = _notes,
        };
    }

    private bool CanDetermine(int column) =>
        _frame.Columns[column].Kind != ColumnKind.Double && column < _options.MaxColumns && _codes[column].Distinct > 1 && !_options.Ignore.Contains(_frame.Columns[column].Name);

    private void SearchOne(int column)
    {
        _cancellation.ThrowIfCancellationRequested();
        ColumnCodes codes = _codes[column];
        StrippedPartition partition = _partitions[column] = StrippedPartition.Of(codes);
        if (partition.Repeats == 0 && codes.Missing == 0)
        {
            _keys.Add([column]);
        }

        if (partition.Repeats < _minRepeats)
        {
            return;
        }

        for (int right = 0; right < _codes.Length; right++)
        {
            if (right != column && IsVaried(right) && Violations([column], partition, right, _bound) is int violations && violations <= _bound)
            {
                _found.Add(Candidate([column], right, violations, partition));
            }
        }
    }

    private bool IsVaried(int column) => _codes[column].Commonest < _frame.RowCount;

    private DependencyCandidate Candidate(int[] left, int right, int violations, StrippedPartition partition) =>
        new(left, right, violations, partition.Classes, partition.Repeats, PresentRows(left) - partition.Repeats);

    private int PresentRows(int[] left) => left.Length == 1 ? _frame.RowCount - _codes[left[0]].Missing : Enumerable.Range(0, _frame.RowCount).Count(row => Array.TrueForAll(left, column => _codes[column].Codes[row] >= 0));

    private int Violations(int[] left, StrippedPartition partition, int right, int bound)
    {
        int untold = 0;
        if (Array.Exists(left, column => _codes[column].Missing > 0))
        {
            int[] codes = _codes[right].Codes;
            for (int row = 0; row < codes.Length; row++)
            {
                untold += codes[row] >= 0 && Array.Exists(left, column => _codes[column].Codes[row] < 0) ? 1 : 0;
            }
        }

        return untold > bound ? untold : untold + partition.CountViolations(_codes[right], bound - untold, ref _work);
    }

    /// <summary>Determines whether a better key tells exactly the same apart.</summary>
    private bool HasEqual(int column, int[] singles) => Array.Exists(singles, other => other != column && Holds([column], other) && Holds([other], column) && Order(other).CompareTo(Order(column)) < 0);

    private (int Rank, int Position) Order(int column) => (_names.Rank(column, _frame.Columns[column].Kind), column);

    private bool Holds(ReadOnlySpan<int> left, int right)
    {
        foreach (DependencyCandidate one in _found)
        {
            if (one.Right == right && left.SequenceEqual(one.Left))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Searches the left sides of one size.</summary>
    /// <returns>False if the work was ended before all were looked at.</returns>
    private bool SearchLevel(int size, int[] pool, bool[] plain)
    {
        var search = new Stack<int>();
        for (int i = 0; i < pool.Length; i++)
        {
            search.Push(pool[i]);
            if (!Extend(search, _partitions[pool[i]]!, i + 1, size, pool, plain))
            {
                _notes.Add($"Of left sides of {size} columns not all were looked at: the search ended after {_work:N0} cells (MaxWork).");
                return false;
            }

            search.Pop();
        }

        return true;
    }

    private bool Extend(Stack<int> chosen, StrippedPartition partition, int from, int size, int[] pool, bool[] plain)
    {
        for (int i = from; i < pool.Length; i++)
        {
            _cancellation.ThrowIfCancellationRequested();
            int[] left = [.. chosen.Reverse(), pool[i]];
            if (left.Count(column => plain[column]) > 1 || !IsMinimal(left))
            {
                continue;
            }

            if (_work > _options.MaxWork)
            {
                return false;
            }

            StrippedPartition refined = partition.Refine(_codes[pool[i]]);
            _work += partition.Rows;
            if (left.Length == size)
            {
                Examine(left, refined, plain);
            }
            else if (refined.Repeats > 0)
            {
                chosen.Push(pool[i]);
                bool whole = Extend(chosen, refined, i + 1, size, pool, plain);
                chosen.Pop();
                if (!whole)
                {
                    return false;
                }
            }
        }

        return true;
    }

    // A set of which one column follows from others tells no more apart than without it; one that holds a key is one.
    private bool IsMinimal(int[] left) => !_keys.Exists(key => key.All(left.Contains))
        && !Subsets(left).Any(part => Array.Exists(left, column => !part.Contains(column) && Holds(part, column)));

    private static IEnumerable<int[]> Subsets(int[] left)
    {
        for (int bits = 1; bits < (1 << left.Length) - 1; bits++)
        {
            int chosen = bits;
            yield return [.. left.Where((_, i) => (chosen >> i & 1) == 1)];
        }
    }

    private void Examine(int[] left, StrippedPartition partition, bool[] plain)
    {
        if (partition.Repeats == 0)
        {
            _keys.Add(left);
            return;
        }

        if (partition.Repeats < _minRepeats || Array.Exists(left, column => plain[column]))
        {
            return;
        }

        int[][] parts = [.. Subsets(left)];
        for (int right = 0; right < _codes.Length; right++)
        {
            if (!left.Contains(right) && IsVaried(right) && !Array.Exists(parts, part => Holds(part, right))
                && Violations(left, partition, right, _bound) is int violations && violations <= _bound)
            {
                _found.Add(Candidate(left, right, violations, partition));
            }
        }
    }

    private IEnumerable<DependencyCandidate> Told()
    {
        foreach (string text in _options.Accept)
        {
            (string[] names, string? right) = DependencyText.Parse(text, _frame);
            int[] left = Array.ConvertAll(names, _frame.PositionOf);
            var partition = StrippedPartition.Of(_codes[left[0]]);
            foreach (int column in left.Skip(1))
            {
                partition = partition.Refine(_codes[column]);
            }

            int target = right is null
                ? throw new ModelyardException($"'{text}' is to be accepted and must be a dependency like 'a, b -> c'.")
                : _frame.PositionOf(right);
            yield return Candidate(left, target, Violations(left, partition, target, _frame.RowCount), partition);
        }
    }

    private void Note(int[] singles, bool[] plain)
    {
        void Say(string what, IEnumerable<int> columns)
        {
            string[] names = [.. columns.Select(column => _frame.Columns[column].Name)];
            if (names.Length > 0)
            {
                _notes.Add($"{what}: {string.Join(", ", names.Take(20))}{(names.Length > 20 ? $" and {names.Length - 20} more" : "")}.");
            }
        }

        int[] all = [.. Enumerable.Range(0, _codes.Length)];
        Say("Have one value and take part in nothing", all.Where(column => !IsVaried(column)));
        Say("Measurements, which determine nothing", all.Where(column => _frame.Columns[column].Kind == ColumnKind.Double && IsVaried(column)));
        Say($"Beyond the first {_options.MaxColumns} columns (MaxColumns), not looked at as left sides", all.Where(column => column >= _options.MaxColumns));
        Say("Identify nothing as it seems, and were looked at as left sides only alone", singles.Where(column => plain[column] && _partitions[column]!.Repeats >= _minRepeats));
        Say("Have missing cells, and were looked at as left sides only alone", singles.Where(column => _codes[column].Missing > 0));
        if (_codes.Length > _options.MaxLeftSide)
        {
            _notes.Add($"Left sides of more than {_options.MaxLeftSide} columns were not looked at (MaxLeftSide).");
        }
    }
}
