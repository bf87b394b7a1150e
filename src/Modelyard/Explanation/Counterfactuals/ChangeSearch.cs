using Modelyard.Numerics;

namespace Modelyard.Explanation.Counterfactuals;

/// <summary>Looks for the cheapest changes of a row that give what is wanted, by asking the model alone.</summary>
/// <remarks>
/// Four ways fill one pool. Columns are changed one after another, and of the rows that are not yet as wanted those go on that seem to get there cheapest, as a beam. Rows of the background that
/// are predicted as wanted are brought near, and what they do not need is taken back (Brughmans, Leyman and Martens (2024), NICE, Data Mining and Knowledge Discovery 38). Steps are taken as if
/// columns added up (<see cref="AdditiveSteps"/>). Then changes are mixed and moved at random, and what is cheaper stays. All of it is bounded by counts, so that the same seed finds the same while there is time.
/// </remarks>
internal sealed class ChangeSearch
{
    private const int MostNeighbors = 300;
    private const int MostStarts = 12;
    private const int MostDepth = 4;
    private const int BeamWidth = 24;
    private const int StatesOfSet = 2;
    private const int MostRefined = 12;
    private const int MostExchanged = 4;
    private const int MostRounds = 4;
    private const int Generations = 10;
    private const int Children = 64;
    private const int MostAsked = 20_000;

    // A change may cost so much more than the cheapest if several different ones are wanted.
    private const double Spread = 3;

    private readonly ChangeProbe _probe;
    private readonly ChangePool _pool;
    private readonly int _count;

    private readonly HashSet<ChangeCandidate> _refined = new(ReferenceEqualityComparer.Instance);

    /// <summary>Initializes a search.</summary>
    /// <param name="probe">Asks the model.</param>
    /// <param name="count">The number of changes that are wanted.</param>
    internal ChangeSearch(ChangeProbe probe, int count)
    {
        _probe = probe;
        _count = count;
        _pool = new ChangePool(probe.Own, probe.Space);
    }

    /// <summary>Gets what was found so far: changes of different sets of columns, the cheapest first. Those that may hold more than is needed are there if there are no others.</summary>
    internal IReadOnlyList<ChangeCandidate> Found
    {
        get
        {
            IReadOnlyList<ChangeCandidate> all = _pool.Cheapest(int.MaxValue);
            ChangeCandidate[] needed = [.. all.Where(_refined.Contains)];
            return needed.Length > 0 ? needed : all;
        }
    }

    /// <summary>Gets the most that a change may cost to be of use.</summary>
    private double Bound => _count > 1 ? Spread * _pool.LeastCost : _pool.LeastCost;

    /// <summary>Looks for changes.</summary>
    /// <param name="wanted">Rows of the background that are predicted as wanted.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled; what was found stays.</exception>
    internal void Run(IEnumerable<double[]> wanted)
    {
        ByColumns();
        FromNeighbors(wanted);
        ByAdding();
        AtRandom();
        Exchange();
    }

    private void ByColumns()
    {
        ChangeCandidate[] beam = [new ChangeCandidate(_probe.Own, _probe.Gap, 0, 0, 0, 0)];
        for (int depth = 0; depth < Math.Min(MostDepth, _probe.Open.Length) && beam.Length > 0; depth++)
        {
            ChangeCandidate[] asked = _probe.Ask(Extended(beam));
            foreach (ChangeCandidate valid in asked.Where(one => one.IsValid && one.Cost <= Bound))
            {
                _pool.Add(valid);
            }

            AddRefined(_pool.Cheapest(MostRefined));
            beam = [.. asked.Where(one => !one.IsValid && one.Gap < _probe.Gap && one.Cost < Bound)
                .OrderBy(Promise).ThenBy(one => one.Cost)
                .GroupBy(one => string.Join(',', _probe.Space.Changed(_probe.Own, one.Row)), StringComparer.Ordinal)
                .SelectMany(group => group.Take(StatesOfSet))
                .OrderBy(Promise).ThenBy(one => one.Cost)
                .Take(BeamWidth)];
        }
    }

    /// <summary>Estimates what a change will cost when it gets there, if all the way is as dear as the part that is done.</summary>
    private double Promise(ChangeCandidate change) => change.Cost * _probe.Gap / (_probe.Gap - change.Gap);

    private List<double[]> Extended(ChangeCandidate[] beam)
    {
        var rows = new List<double[]>();
        foreach (ChangeCandidate state in beam)
        {
            foreach (int column in _probe.Open.Where(column => state.Row[column].Equals(_probe.Own[column])))
            {
                rows.AddRange(_probe.Space.Columns[column].Candidates(_probe.Own[column]).Select(cell => ChangeRefinement.With(state.Row, column, cell)));
            }

            // The most promising come first, and each of them as a whole.
            if (rows.Count > MostAsked)
            {
                break;
            }
        }

        return rows;
    }

    private void FromNeighbors(IEnumerable<double[]> wanted)
    {
        double[][] near = [.. wanted.Select(row => _probe.Space.Nearest(_probe.Own, row)).OrderBy(row => _probe.Space.Distance(_probe.Own, row)).Take(MostNeighbors)];
        ChangeCandidate[] valid = [.. _probe.Ask(near).Where(one => one.IsValid).Take(MostStarts)];
        foreach (ChangeCandidate change in valid)
        {
            _pool.Add(change);
        }

        AddRefined(valid);
    }

    private void ByAdding()
    {
        double before = double.PositiveInfinity;
        for (int round = 0; round < MostRounds && !(_pool.LeastCost >= before); round++)
        {
            before = _pool.LeastCost;
            double[] around = _pool.Cheapest(1) is [ChangeCandidate cheapest] ? cheapest.Row : _probe.Own;
            IReadOnlyList<ChangeCandidate> found = AdditiveSteps.Find(_probe, around);
            foreach (ChangeCandidate change in found)
            {
                _pool.Add(change);
            }

            AddRefined(found);
        }
    }

    private void AtRandom()
    {
        if (_probe.Open.Length == 0)
        {
            return;
        }

        for (int generation = 0; generation < Generations; generation++)
        {
            RandomStream random = _probe.Context.Random((ulong)generation);
            IReadOnlyList<ChangeCandidate> parents = _pool.Cheapest(MostRefined);
            var rows = new List<double[]>();
            for (int child = 0; child < Children; child++)
            {
                rows.Add(parents.Count == 0 ? Scattered(ref random) : Bred(parents, ref random));
            }

            foreach (ChangeCandidate found in _probe.Ask(rows).Where(one => one.IsValid && one.Changed > 0 && one.Cost <= Bound))
            {
                _pool.Add(found);
            }
        }

        AddRefined(_pool.Cheapest(MostRefined));
    }

    private void Exchange()
    {
        // What is left behind stays: it is of other columns, and several different changes may be wanted.
        foreach (ChangeCandidate change in Found.Take(MostExchanged + _count).ToArray())
        {
            ChangeCandidate exchanged = ChangeExchange.Run(_probe, change);
            _refined.Add(exchanged);
            _pool.Add(exchanged);
        }
    }

    /// <summary>Changes some columns to anything that is allowed.</summary>
    private double[] Scattered(ref RandomStream random)
    {
        double[] row = (double[])_probe.Own.Clone();
        int changes = 1 + random.NextInt(_probe.Open.Length);
        foreach (int place in random.Permutation(_probe.Open.Length).AsSpan(0, changes))
        {
            Move(row, _probe.Open[place], ref random);
        }

        return row;
    }

    /// <summary>Mixes two changes cell by cell, takes a part of one back and moves another.</summary>
    private double[] Bred(IReadOnlyList<ChangeCandidate> parents, ref RandomStream random)
    {
        double[] row = (double[])parents[random.NextInt(parents.Count)].Row.Clone(), other = parents[random.NextInt(parents.Count)].Row;
        foreach (int column in _probe.Open)
        {
            row[column] = (random.NextBits() & 1) == 0 ? row[column] : other[column];
        }

        int less = _probe.Open[random.NextInt(_probe.Open.Length)], more = _probe.Open[random.NextInt(_probe.Open.Length)];
        ColumnMoves moves = _probe.Space.Columns[less];
        double own = _probe.Own[less];
        row[less] = moves.IsNumber && !double.IsNaN(own) ? moves.Nearest(own, own + (random.NextDouble() * (row[less] - own))) : own;
        if ((random.NextBits() & 1) == 0)
        {
            Move(row, more, ref random);
        }

        return row;
    }

    private void Move(double[] row, int column, ref RandomStream random)
    {
        double[] cells = _probe.Space.Columns[column].Candidates(_probe.Own[column]);
        row[column] = cells[random.NextInt(cells.Length)];
    }

    private void AddRefined(IReadOnlyList<ChangeCandidate> changes)
    {
        foreach (ChangeCandidate change in changes.Where(_refined.Add))
        {
            AddNeeded(ChangeRefinement.Refine(_probe, change), change);
        }
    }

    /// <summary>Takes in a change of which nothing can be taken back, in the place of one that holds more.</summary>
    private void AddNeeded(ChangeCandidate needed, ChangeCandidate from)
    {
        _refined.Add(needed);
        _pool.Remove(from);
        _pool.Add(needed);
    }
}
