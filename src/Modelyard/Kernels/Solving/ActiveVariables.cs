namespace Modelyard.Kernels.Solving;

/// <summary>Holds the state of the variables that a solver still works with, close together.</summary>
internal sealed class ActiveVariables
{
    private readonly DualProblem _problem;
    private readonly KernelRows _rows;
    private readonly int[] _activeRows;
    private readonly int _width;
    private readonly double[] _score;
    private readonly double[] _diagonal;

    // 0 where the variable may move up (or down) along its sign, else the infinity that keeps it from being chosen.
    private readonly double[] _barUp;
    private readonly double[] _barDown;

    // A pair lies within one range where signs are kept apart, else within all of them.
    private readonly PlaceRange[] _ranges;

    /// <summary>Initializes the state of the variables of the active rows.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="alpha">The value of every variable.</param>
    /// <param name="scores">The score of every variable.</param>
    public ActiveVariables(DualProblem problem, double[] alpha, double[] scores)
    {
        _problem = problem;
        _rows = problem.Rows;
        _activeRows = _rows.Active;
        _width = _rows.Width;
        int halves = problem.Signs.Length / _rows.Count;
        _score = new double[halves * _width];
        _diagonal = new double[_width];
        _barUp = new double[halves * _width];
        _barDown = new double[halves * _width];
        _barUp.AsSpan().Fill(double.NegativeInfinity);
        _barDown.AsSpan().Fill(double.PositiveInfinity);
        for (int column = 0; column < _activeRows.Length; column++)
        {
            _diagonal[column] = _rows.Diagonal(_activeRows[column]);
            for (int half = 0; half < halves; half++)
            {
                int place = (half * _width) + column, variable = Variable(place);
                _score[place] = scores[variable];
                Bar(place, alpha[variable]);
            }
        }

        _ranges = halves == 2 ? [new(0, _width, 0), new(_width, 2 * _width, _width)]
            : problem.SignsApart && Boundary() is var boundary ? [new(0, boundary, 0), new(boundary, _width, 0)]
            : [new(0, _width, 0)];
    }

    /// <summary>Gets the variable at a place.</summary>
    public int Variable(int place) => (place / _width * _rows.Count) + _activeRows[place % _width];

    public int Column(int place) => place % _width;

    public double Score(int place) => _score[place];

    public double Diagonal(int place) => _diagonal[place % _width];

    /// <summary>Notes in which directions a variable may move.</summary>
    public void Bar(int place, double alpha)
    {
        int variable = Variable(place);
        (bool canGoUp, bool canGoDown) = Directions(variable, alpha);
        _barUp[place] = canGoUp ? 0 : double.NegativeInfinity;
        _barDown[place] = canGoDown ? 0 : double.PositiveInfinity;
    }

    /// <summary>Chooses the pair of variables that the next step changes; null if the optimality conditions hold within a tolerance.</summary>
    public (int Up, int Down)? Select(double tolerance)
    {
        if (!_problem.SignsApart)
        {
            int up = Highest(_ranges, out double top);
            if (up < 0)
            {
                return null;
            }

            Partner partner = Best(up, top, _ranges);
            return partner.Place >= 0 && top - partner.Lowest >= tolerance ? (up, partner.Place) : null;
        }

        (int Up, int Down)? best = null;
        double widest = double.NegativeInfinity, most = double.NegativeInfinity;
        foreach (ref readonly PlaceRange range in _ranges.AsSpan())
        {
            int up = Highest([range], out double top);
            if (up >= 0)
            {
                Partner partner = Best(up, top, [range]);
                widest = Math.Max(widest, top - partner.Lowest);
                (best, most) = partner.Fall > most ? ((up, partner.Place), partner.Fall) : (best, most);
            }
        }

        return widest >= tolerance ? best : null;
    }

    /// <summary>Takes a step of a length along a pair, given their rows of the kernel matrix.</summary>
    public void Subtract(double length, ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        for (int start = 0; start < _score.Length; start += _width)
        {
            WorkingSet.Subtract(_score.AsSpan(start, _width), length, first, second);
        }
    }

    /// <summary>Computes the greatest violation of the optimality conditions.</summary>
    public double Gap(double[] alpha)
    {
        (double Top, double Low)[] bounds = Bounds(alpha);
        return bounds.Max(one => one.Top - one.Low);
    }

    /// <summary>Finds the active rows that are needed still: not all of their variables sit at a bound from which they want to move away.</summary>
    public int[] Needed(double[] alpha)
    {
        (double Top, double Low)[] bounds = Bounds(alpha);
        var needed = new List<int>();
        for (int column = 0; column < _activeRows.Length; column++)
        {
            bool isNeeded = false;
            for (int place = column; place < _score.Length; place += _width)
            {
                int variable = Variable(place);
                (bool canGoUp, bool canGoDown) = Directions(variable, alpha[variable]);
                (double top, double low) = bounds[Group(variable)];
                isNeeded |= (canGoUp && canGoDown) || (canGoDown && _score[place] <= top) || (canGoUp && _score[place] >= low);
            }

            if (isNeeded)
            {
                needed.Add(_activeRows[column]);
            }
        }

        return [.. needed];
    }

    /// <summary>Writes the scores back.</summary>
    public void Store(double[] scores)
    {
        for (int place = 0; place < _score.Length; place++)
        {
            if (place % _width < _activeRows.Length)
            {
                scores[Variable(place)] = _score[place];
            }
        }
    }

    /// <summary>Computes the greatest score that may go up and the least that may go down, of each group of variables among which pairs are chosen.</summary>
    private (double Top, double Low)[] Bounds(double[] alpha)
    {
        var bounds = new (double Top, double Low)[_problem.SignsApart ? 2 : 1];
        bounds.AsSpan().Fill((double.NegativeInfinity, double.PositiveInfinity));
        for (int place = 0; place < _score.Length; place++)
        {
            if (place % _width < _activeRows.Length)
            {
                int variable = Variable(place);
                (bool canGoUp, bool canGoDown) = Directions(variable, alpha[variable]);
                ref (double Top, double Low) bound = ref bounds[Group(variable)];
                bound.Top = canGoUp ? Math.Max(bound.Top, _score[place]) : bound.Top;
                bound.Low = canGoDown ? Math.Min(bound.Low, _score[place]) : bound.Low;
            }
        }

        return bounds;
    }

    private int Group(int variable) => _problem.SignsApart && _problem.Signs[variable] > 0 ? 1 : 0;

    private (bool Up, bool Down) Directions(int variable, double alpha)
    {
        bool canRise = alpha < _problem.Upper[variable], canFall = alpha > 0;
        return _problem.Signs[variable] > 0 ? (canRise, canFall) : (canFall, canRise);
    }

    private int Highest(ReadOnlySpan<PlaceRange> ranges, out double top)
    {
        int up = -1;
        top = double.NegativeInfinity;
        foreach (PlaceRange range in ranges)
        {
            int found = WorkingSet.Highest(_score, _barUp, range.Start, range.End, out double highest);
            (up, top) = highest > top ? (found, highest) : (up, top);
        }

        return up;
    }

    private Partner Best(int up, double top, ReadOnlySpan<PlaceRange> ranges)
    {
        ReadOnlySpan<float> row = _rows.Row(_activeRows[up % _width]);
        double self = _diagonal[up % _width];
        Partner partner = Partner.None;
        foreach (PlaceRange range in ranges)
        {
            WorkingSet.Improve(_score, _barDown, _diagonal, row, range, top, self, ref partner);
        }

        return partner;
    }

    /// <summary>Finds where the variables of the second sign begin.</summary>
    private int Boundary()
    {
        int boundary = 1;
        while (boundary < _activeRows.Length && _problem.Signs[_activeRows[boundary]] == _problem.Signs[_activeRows[0]])
        {
            boundary++;
        }

        return boundary;
    }
}
