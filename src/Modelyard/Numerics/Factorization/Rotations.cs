using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Modelyard.Numerics.Factorization;

/// <summary>Represents sweeps of plane rotations that wait to be applied to the rows of a matrix.</summary>
/// <remarks>
/// A sweep turns the planes of rows (i, i ± 1), (i ± 1, i ± 2), ... in order. Many sweeps are applied to a strip of columns that stays in the
/// cache, and the row that two neighbouring rotations share stays in registers.
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

    /// <summary>Applies, after all others, one rotation of two rows: (r, t) become <c>(c r + s t, c t - s r)</c>.</summary>
    public void AddPlane(int row, int other, double cosine, double sine)
    {
        Flush();
        Span<double> r = _target.Row(row), t = _target.Row(other);
        for (int i = 0; i < r.Length; i++)
        {
            (r[i], t[i]) = (Math.FusedMultiplyAdd(cosine, r[i], sine * t[i]), Math.FusedMultiplyAdd(-sine, r[i], cosine * t[i]));
        }
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
            int count = Length(i);
            nint step = (nint)sweep.Step * _target.Stride;
            double* row = target + ((nint)sweep.First * _target.Stride);
            double* c = cosines + sweep.Start;
            double* s = sines + sweep.Start;
            int column = 0;
            if (i + 1 < _sweeps.Count && _sweeps[i + 1].First == sweep.First && _sweeps[i + 1].Step == sweep.Step && Length(i + 1) <= count && count > 1)
            {
                int second = Length(++i);
                double* c2 = cosines + _sweeps[i].Start;
                double* s2 = sines + _sweeps[i].Start;
                for (; column <= columns - 8; column += 8)
                {
                    ApplyTwo(row + column, step, c, s, count, c2, s2, second);
                }

                for (; column < columns; column++)
                {
                    ApplySingle(row + column, step, c, s, count);
                    ApplySingle(row + column, step, c2, s2, second);
                }
            }

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

    private int Length(int sweep) => (sweep + 1 < _sweeps.Count ? _sweeps[sweep + 1].Start : _count) - _sweeps[sweep].Start;

    private static void ApplyTwo(double* row, nint step, double* c, double* s, int count, double* c2, double* s2, int second)
    {
        Vector256<double> a0 = Vector256.Load(row), a1 = Vector256.Load(row + 4);
        Turn(row + step, c[0], s[0], ref a0, ref a1, out Vector256<double> d0, out Vector256<double> d1);
        int k = 0;
        for (; k < Math.Min(second, count - 1); k++, row += step)
        {
            Turn(row + (2 * step), c[k + 1], s[k + 1], ref a0, ref a1, out Vector256<double> b0, out Vector256<double> b1);
            Vector256<double> cosine = Vector256.Create(c2[k]), sine = Vector256.Create(s2[k]);
            Vector256.Store(Vector256.FusedMultiplyAdd(cosine, d0, sine * b0), row);
            Vector256.Store(Vector256.FusedMultiplyAdd(cosine, d1, sine * b1), row + 4);
            d0 = Vector256.FusedMultiplyAdd(-sine, d0, cosine * b0);
            d1 = Vector256.FusedMultiplyAdd(-sine, d1, cosine * b1);
        }

        if (k < second)
        {
            Vector256<double> cosine = Vector256.Create(c2[k]), sine = Vector256.Create(s2[k]);
            Vector256.Store(Vector256.FusedMultiplyAdd(cosine, d0, sine * a0), row);
            Vector256.Store(Vector256.FusedMultiplyAdd(cosine, d1, sine * a1), row + 4);
            Vector256.Store(Vector256.FusedMultiplyAdd(-sine, d0, cosine * a0), row + step);
            Vector256.Store(Vector256.FusedMultiplyAdd(-sine, d1, cosine * a1), row + step + 4);
            return;
        }

        Vector256.Store(d0, row);
        Vector256.Store(d1, row + 4);
        Vector256.Store(a0, row + step);
        Vector256.Store(a1, row + step + 4);
        ApplyNarrow(row + step, step, c + k + 1, s + k + 1, count - k - 1);
        ApplyNarrow(row + step + 4, step, c + k + 1, s + k + 1, count - k - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(double* next, double c, double s, ref Vector256<double> a0, ref Vector256<double> a1, out Vector256<double> t0, out Vector256<double> t1)
    {
        Vector256<double> cosine = Vector256.Create(c), sine = Vector256.Create(s), b0 = Vector256.Load(next), b1 = Vector256.Load(next + 4);
        t0 = Vector256.FusedMultiplyAdd(cosine, a0, sine * b0);
        t1 = Vector256.FusedMultiplyAdd(cosine, a1, sine * b1);
        a0 = Vector256.FusedMultiplyAdd(-sine, a0, cosine * b0);
        a1 = Vector256.FusedMultiplyAdd(-sine, a1, cosine * b1);
    }

    private static void ApplyWide(double* row, nint step, double* cosines, double* sines, int count)
    {
        Vector256<double> a0 = Vector256.Load(row), a1 = Vector256.Load(row + 4), a2 = Vector256.Load(row + 8), a3 = Vector256.Load(row + 12);
        for (int k = 0; k < count; k++)
        {
            double* next = row + step;
            Vector256<double> c = Vector256.Create(cosines[k]), s = Vector256.Create(sines[k]), n = -s;
            Vector256<double> b0 = Vector256.Load(next), b1 = Vector256.Load(next + 4), b2 = Vector256.Load(next + 8), b3 = Vector256.Load(next + 12);
            Vector256.Store(Vector256.FusedMultiplyAdd(c, a0, s * b0), row);
            Vector256.Store(Vector256.FusedMultiplyAdd(c, a1, s * b1), row + 4);
            Vector256.Store(Vector256.FusedMultiplyAdd(c, a2, s * b2), row + 8);
            Vector256.Store(Vector256.FusedMultiplyAdd(c, a3, s * b3), row + 12);
            a0 = Vector256.FusedMultiplyAdd(n, a0, c * b0);
            a1 = Vector256.FusedMultiplyAdd(n, a1, c * b1);
            a2 = Vector256.FusedMultiplyAdd(n, a2, c * b2);
            a3 = Vector256.FusedMultiplyAdd(n, a3, c * b3);
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
            Vector256<double> c = Vector256.Create(cosines[k]), s = Vector256.Create(sines[k]), n = -s;
            Vector256<double> b = Vector256.Load(next);
            Vector256.Store(Vector256.FusedMultiplyAdd(c, a, s * b), row);
            a = Vector256.FusedMultiplyAdd(n, a, c * b);
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
            a = Math.FusedMultiplyAdd(-sines[k], a, cosines[k] * b);
            row = next;
        }

        *row = a;
    }

    private readonly record struct Sweep(int First, int Step, int Start);
}
