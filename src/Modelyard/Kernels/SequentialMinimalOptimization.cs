using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Modelyard.Learning;

namespace Modelyard.Kernels;

/// <summary>Solves the dual problem of support vector machines two variables at a time.</summary>
/// <remarks>
/// The pair is the one that violates the optimality conditions most, and the partner by which the objective falls most.
/// Sources: Platt (1998), Sequential Minimal Optimization; Fan, Chen and Lin (2005), Working Set Selection Using Second Order Information, JMLR 6.
/// The state is kept as the score <c>−y · gradient</c> of each variable: a step of length d along a pair then changes every score by
/// <c>−d (K(i, ·) − K(j, ·))</c>, one pass over two rows without signs, which vector instructions take four at a time.
/// </remarks>
internal sealed class SequentialMinimalOptimization
{
    private const double LeastCurvature = 1e-12;
    private const int CheckEvery = 256;

    private readonly KernelRows _rows;
    private readonly double[] _signs;
    private readonly double[] _upper;
    private readonly double[] _alpha;
    private readonly double[] _score;
    private readonly double[] _diagonal;

    // 0 where the variable may move up (or down) along its sign, else the infinity that keeps it from being chosen.
    private readonly double[] _barUp;
    private readonly double[] _barDown;
    private readonly int _width;
    private readonly int _halves;

    private SequentialMinimalOptimization(DualProblem problem)
    {
        _rows = problem.Rows;
        _width = _rows.Width;
        _halves = problem.Signs.Length / _rows.Count;
        _signs = problem.Signs;
        _upper = problem.Upper;
        _alpha = new double[problem.Signs.Length];
        _score = new double[_halves * _width];
        _barUp = new double[_halves * _width];
        _barDown = new double[_halves * _width];
        _diagonal = new double[_width];
        _barUp.AsSpan().Fill(double.NegativeInfinity);
        _barDown.AsSpan().Fill(double.PositiveInfinity);
        for (int row = 0; row < _rows.Count; row++)
        {
            _diagonal[row] = _rows.Diagonal(row);
        }

        for (int variable = 0; variable < _alpha.Length; variable++)
        {
            _score[Place(variable)] = -_signs[variable] * problem.Linear[variable];
            Bar(variable);
        }
    }

    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="tolerance">The greatest violation of the optimality conditions that is left.</param>
    /// <param name="context">Cancellation and time.</param>
    public static DualSolution Solve(DualProblem problem, double tolerance, FitContext context) =>
        new SequentialMinimalOptimization(problem).Run(tolerance, context);

    private DualSolution Run(double tolerance, FitContext context)
    {
        long most = Math.Max(1_000_000, 200L * _alpha.Length);
        bool converged = false;
        for (long step = 0; step < most; step++)
        {
            if (step % CheckEvery == 0)
            {
                context.Checkpoint();
            }

            int up = Highest(_score, _barUp);
            if (up < 0)
            {
                converged = true;
                break;
            }

            ReadOnlySpan<float> first = _rows.Row(up % _width);
            int down = Partner(up, first, out double lowest);
            if (down < 0 || _score[up] - lowest < tolerance)
            {
                converged = true;
                break;
            }

            Move(up, down, first, _rows.Row(down % _width));
        }

        return new DualSolution(Coefficients(), Intercept(), converged);
    }

    private void Move(int up, int down, ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        double curvature = _diagonal[up % _width] + _diagonal[down % _width] - (2 * (double)first[down % _width]);
        double length = (_score[up] - _score[down]) / Math.Max(curvature, LeastCurvature);
        int i = Variable(up), j = Variable(down);
        double roomUp = _signs[i] > 0 ? _upper[i] - _alpha[i] : _alpha[i];
        double roomDown = _signs[j] > 0 ? _alpha[j] : _upper[j] - _alpha[j];
        length = Math.Min(length, Math.Min(roomUp, roomDown));

        // At a bound the value is set, not computed, so that rounding leaves no variable just inside it.
        _alpha[i] = length == roomUp ? (_signs[i] > 0 ? _upper[i] : 0) : _alpha[i] + (_signs[i] * length);
        _alpha[j] = length == roomDown ? (_signs[j] > 0 ? 0 : _upper[j]) : _alpha[j] - (_signs[j] * length);
        Bar(i);
        Bar(j);
        for (int half = 0; half < _halves; half++)
        {
            Subtract(_score.AsSpan(half * _width, _width), length, first, second);
        }
    }

    private void Bar(int variable)
    {
        bool canRise = _alpha[variable] < _upper[variable], canFall = _alpha[variable] > 0;
        bool isPositive = _signs[variable] > 0;
        _barUp[Place(variable)] = (isPositive ? canRise : canFall) ? 0 : double.NegativeInfinity;
        _barDown[Place(variable)] = (isPositive ? canFall : canRise) ? 0 : double.PositiveInfinity;
    }

    private int Place(int variable) => (variable / _rows.Count * _width) + (variable % _rows.Count);

    private int Variable(int place) => (place / _width * _rows.Count) + (place % _width);

    private double[] Coefficients()
    {
        double[] coefficients = new double[_rows.Count];
        for (int variable = 0; variable < _alpha.Length; variable++)
        {
            coefficients[variable % _rows.Count] += _signs[variable] * _alpha[variable];
        }

        return coefficients;
    }

    /// <summary>Computes the intercept: the mean score of the variables inside their bounds, else the middle of where it may lie.</summary>
    private double Intercept()
    {
        double sum = 0, highest = double.NegativeInfinity, lowest = double.PositiveInfinity;
        int free = 0;
        for (int variable = 0; variable < _alpha.Length; variable++)
        {
            int place = Place(variable);
            if (_alpha[variable] > 0 && _alpha[variable] < _upper[variable])
            {
                sum += _score[place];
                free++;
            }

            highest = Math.Max(highest, _score[place] + _barUp[place]);
            lowest = Math.Min(lowest, _score[place] + _barDown[place]);
        }

        return free > 0 ? sum / free
            : double.IsFinite(highest) && double.IsFinite(lowest) ? (highest + lowest) / 2
            : double.IsFinite(highest) ? highest
            : double.IsFinite(lowest) ? lowest : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract(Span<double> score, double length, ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        ref double s = ref MemoryMarshal.GetReference(score);
        ref float a = ref MemoryMarshal.GetReference(first);
        ref float b = ref MemoryMarshal.GetReference(second);
        for (nuint i = 0; i < (nuint)score.Length; i += 4)
        {
            Vector256<double> difference = Widen(ref a, i) - Widen(ref b, i);
            (Vector256.LoadUnsafe(ref s, i) - (difference * length)).StoreUnsafe(ref s, i);
        }
    }

    /// <summary>Finds the greatest score that is not barred; of equals the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Highest(double[] score, double[] bar)
    {
        ref double s = ref MemoryMarshal.GetArrayDataReference(score);
        ref double b = ref MemoryMarshal.GetArrayDataReference(bar);
        var best = Vector256.Create(double.NegativeInfinity);
        var place = Vector256.Create(-1L);
        var here = Vector256.Create(0L, 1, 2, 3);
        for (nuint i = 0; i < (nuint)score.Length; i += 4)
        {
            Vector256<double> value = Vector256.LoadUnsafe(ref s, i) + Vector256.LoadUnsafe(ref b, i);
            Vector256<double> better = Vector256.GreaterThan(value, best);
            best = Vector256.ConditionalSelect(better, value, best);
            place = Vector256.ConditionalSelect(better.AsInt64(), here, place);
            here += Vector256.Create(4L);
        }

        return First(best, place);
    }

    /// <summary>Finds the partner by which the objective falls most, and the lowest score that is not barred.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Partner(int up, ReadOnlySpan<float> row, out double lowest)
    {
        ref double s = ref MemoryMarshal.GetArrayDataReference(_score);
        ref double b = ref MemoryMarshal.GetArrayDataReference(_barDown);
        ref double d = ref MemoryMarshal.GetArrayDataReference(_diagonal);
        ref float k = ref MemoryMarshal.GetReference(row);
        var top = Vector256.Create(_score[up]);
        var self = Vector256.Create(_diagonal[up % _width]);
        var least = Vector256.Create(double.PositiveInfinity);
        var best = Vector256.Create(double.NegativeInfinity);
        var place = Vector256.Create(-1L);
        var here = Vector256.Create(0L, 1, 2, 3);
        for (int half = 0; half < _halves; half++)
        {
            nuint start = (nuint)(half * _width);
            for (nuint i = 0; i < (nuint)_width; i += 4)
            {
                Vector256<double> value = Vector256.LoadUnsafe(ref s, start + i) + Vector256.LoadUnsafe(ref b, start + i);
                least = Vector256.Min(least, value);
                Vector256<double> gap = top - value;
                Vector256<double> curvature = Vector256.Max(self + Vector256.LoadUnsafe(ref d, i) - (2 * Widen(ref k, i)), Vector256.Create(LeastCurvature));
                Vector256<double> fall = Vector256.ConditionalSelect(
                    Vector256.GreaterThan(gap, Vector256<double>.Zero), gap * gap / curvature, Vector256.Create(double.NegativeInfinity));
                Vector256<double> better = Vector256.GreaterThan(fall, best);
                best = Vector256.ConditionalSelect(better, fall, best);
                place = Vector256.ConditionalSelect(better.AsInt64(), here, place);
                here += Vector256.Create(4L);
            }
        }

        lowest = Math.Min(Math.Min(least[0], least[1]), Math.Min(least[2], least[3]));
        return First(best, place);
    }

    private static int First(Vector256<double> values, Vector256<long> places)
    {
        int best = 0;
        for (int lane = 1; lane < 4; lane++)
        {
            if (values[lane] > values[best] || (values[lane] == values[best] && places[lane] < places[best]))
            {
                best = lane;
            }
        }

        return (int)places[best];
    }

    private static Vector256<double> Widen(ref float values, nuint index)
    {
        Vector128<float> four = Vector128.LoadUnsafe(ref values, index);
        return Vector256.Create(Vector128.WidenLower(four), Vector128.WidenUpper(four));
    }
}
