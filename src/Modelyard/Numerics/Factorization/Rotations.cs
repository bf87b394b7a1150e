using System.Runtime.Intrinsics;

namespace Modelyard.Numerics.Factorization;

/// <summary>Represents sweeps of plane rotations that wait to be applied to the rows of a matrix.</summary>
/// <remarks>
/// A sweep turns the planes of rows (i, i ± 1), (i ± 1, i ± 2), ... in order. Many sweeps are applied to a strip of columns that stays in the
/// cache, and the row that two neighbouring rotations share stays in registers: for 500 rows 5 times faster than one rotation at a time (bench
/// row eigh_500).
/// </remarks>
internal sealed unsafe class Rotations
{
    private const int Strip = 32;
    private readonly Matrix _target;
    private readonly int _degree;
    private readonly double[] _cosines;
    private readonly double[] _sines;
    private readonly List<Sweep> _sweeps = [];
    private int _count;

    /// <summary>Initializes an empty list of rotations.</summary>
    /// <param name="target">The matrix whose rows turn.</param>
    /// <param name="degree">The greatest number of threads.</param>
    public Rotations(Matrix target, int degree)
    {
        _target = target;
        _degree = degree;
        _cosines = new double[Math.Max(64, 32 * target.Rows)];
        _sines = new double[_cosines.Length];
    }

    /// <summary>Begins a sweep.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="step">1 if the sweep goes down the rows, -1 if up.</param>
    public void Begin(int first, int step)
    {
        if (_cosines.Length - _count < _target.Rows)
        {
            Flush();
        }

        _sweeps.Add(new Sweep(first, step, _count));
    }

    /// <summary>Adds the next rotation of the sweep: rows (r, t) become <c>(c r + s t, c t - s r)</c>.</summary>
    public void Add(double cosine, double sine)
    {
        _cosines[_count] = cosine;
        _sines[_count++] = sine;
    }

    /// <summary>Applies and forgets all rotations.</summary>
    public void Flush()
    {
        fixed (double* start = _target.Storage(), cosines = _cosines, sines = _sines)
        {
            double* target = start, c = cosines, s = sines;
            int strips = (_target.Columns + Strip - 1) / Strip;
            if (_count > 0)
            {
                ParallelLoop.For(strips, _degree, strip => ApplyStrip(target + (strip * Strip), Math.Min(Strip, _target.Columns - (strip * Strip)), c, s));
            }
        }

        _sweeps.Clear();
        _count = 0;
    }

    private void ApplyStrip(double* target, int columns, double* cosines, double* sines)
    {
        for (int i = 0; i < _sweeps.Count; i++)
        {
            Sweep sweep = _sweeps[i];
            int count = (i + 1 < _sweeps.Count ? _sweeps[i + 1].Start : _count) - sweep.Start;
            nint step = (nint)sweep.Step * _target.Stride;
            double* row = target + ((nint)sweep.First * _target.Stride);
            double* c = cosines + sweep.Start;
            double* s = sines + sweep.Start;
            int column = 0;
            for (; column <= columns - 16; column += 16)
            {
                ApplyWide(row + column, step, c, s, count);
            }

            for (; column <= columns - 4; column += 4)
            {
                ApplyNarrow(row + column, step, c, s, count);
            }

            for (; column < columns; column++)
            {
                ApplySingle(row + column, step, c, s, count);
            }
        }
    }

    private static void ApplyWide(double* row, nint step, double* cosines, double* sines, int count)
    {
        Vector256<double> a0 = Vector256.Load(row), a1 = Vector256.Load(row + 4), a2 = Vector256.Load(row + 8), a3 = Vector256.Load(row + 12);
        for (int k = 0; k < count; k++)
        {
            double* next = row + step;
            Vector256<double> c = Vector256.Create(cosines[k]), s = Vector256.Create(sines[k]);
            Vector256<double> b0 = Vector256.Load(next), b1 = Vector256.Load(next + 4), b2 = Vector256.Load(next + 8), b3 = Vector256.Load(next + 12);
            Vector256.Store(Vector256.FusedMultiplyAdd(c, a0, s * b0), row);
            Vector256.Store(Vector256.FusedMultiplyAdd(c, a1, s * b1), row + 4);
            Vector256.Store(Vector256.FusedMultiplyAdd(c, a2, s * b2), row + 8);
            Vector256.Store(Vector256.FusedMultiplyAdd(c, a3, s * b3), row + 12);
            a0 = Vector256.FusedMultiplyAdd(c, b0, -(s * a0));
            a1 = Vector256.FusedMultiplyAdd(c, b1, -(s * a1));
            a2 = Vector256.FusedMultiplyAdd(c, b2, -(s * a2));
            a3 = Vector256.FusedMultiplyAdd(c, b3, -(s * a3));
            row = next;
        }

        Vector256.Store(a0, row);
        Vector256.Store(a1, row + 4);
        Vector256.Store(a2, row + 8);
        Vector256.Store(a3, row + 12);
    }

    private static void ApplyNarrow(double* row, nint step, double* cosines, double* sines, int count)
    {
        Vector256<double> a = Vector256.Load(row);
        for (int k = 0; k < count; k++)
        {
            double* next = row + step;
            Vector256<double> c = Vector256.Create(cosines[k]), s = Vector256.Create(sines[k]);
            Vector256<double> b = Vector256.Load(next);
            Vector256.Store(Vector256.FusedMultiplyAdd(c, a, s * b), row);
            a = Vector256.FusedMultiplyAdd(c, b, -(s * a));
            row = next;
        }

        Vector256.Store(a, row);
    }

    private static void ApplySingle(double* row, nint step, double* cosines, double* sines, int count)
    {
        double a = *row;
        for (int k = 0; k < count; k++)
        {
            double* next = row + step;
            double b = *next;
            *row = Math.FusedMultiplyAdd(cosines[k], a, sines[k] * b);
            a = Math.FusedMultiplyAdd(cosines[k], b, -(sines[k] * a));
            row = next;
        }

        *row = a;
    }

    private readonly record struct Sweep(int First, int Step, int Start);
}
