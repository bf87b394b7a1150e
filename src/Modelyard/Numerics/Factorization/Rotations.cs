using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Modelyard.Numerics.Factorization;

/// <summary>Represents a product of sweeps of plane rotations, gathered and applied many at a time.</summary>
/// <remarks>
/// A sweep turns the planes of rows (i, i ± 1), (i ± 1, i ± 2), ... in order. The product is kept in strips of eight columns whose rows follow
/// one another, so that a strip stays in the nearest cache and is read from end to end, and the row that two neighbouring rotations share stays
/// in registers. Two sweeps are applied in one pass.
/// </remarks>
internal sealed unsafe class Rotations
{
    private const int Width = 8;
    private readonly int _size;
    private readonly int _degree;
    private readonly double[] _memory;
    private readonly double* _strips;
    private readonly double[] _cosines;
    private readonly double[] _sines;
    private readonly List<Sweep> _sweeps = [];
    private int _count;

    /// <summary>Initializes the product of no rotations.</summary>
    /// <param name="size">The number of rows that turn.</param>
    /// <param name="degree">The greatest number of threads.</param>
    public Rotations(int size, int degree)
    {
        _size = size;
        _degree = degree;
        _memory = GC.AllocateArray<double>(checked((StripCount * size * Width) + Width), pinned: true);
        _strips = (double*)(((nuint)Unsafe.AsPointer(ref _memory[0]) + 63) & ~(nuint)63);
        for (int i = 0; i < size; i++)
        {
            Strip(i / Width)[(i * Width) + (i % Width)] = 1;
        }

        _cosines = new double[Math.Max(64, 32 * size)];
        _sines = new double[_cosines.Length];
    }

    private int StripCount => (_size + Width - 1) / Width;

    /// <summary>Begins a sweep.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="step">1 if the sweep goes down the rows, -1 if up.</param>
    public void Begin(int first, int step)
    {
        if (_cosines.Length - _count < _size)
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
        for (int strip = 0; strip < StripCount; strip++)
        {
            double* first = Strip(strip) + ((nint)row * Width);
            ApplyOne(first, (nint)(other - row) * Width, &cosine, &sine, 1);
        }
    }

    /// <summary>Applies all rotations and creates the transpose of their product, with its columns in an order.</summary>
    /// <param name="order">The row of the product that becomes each column.</param>
    /// <returns>A new matrix.</returns>
    public Matrix TransposedProduct(int[] order)
    {
        Flush();
        var product = new Matrix(_size, order.Length);
        for (int row = 0; row < _size; row++)
        {
            Span<double> target = product.Row(row);
            double* source = Strip(row / Width) + (row % Width);
            for (int column = 0; column < target.Length; column++)
            {
                target[column] = source[(nint)order[column] * Width];
            }
        }

        GC.KeepAlive(_memory);
        return product;
    }

    private double* Strip(int index) => _strips + ((nint)index * _size * Width);

    private void Flush()
    {
        if (_count > 0)
        {
            fixed (double* cosines = _cosines, sines = _sines)
            {
                double* c = cosines, s = sines;
                ParallelLoop.For(StripCount, _degree, strip => ApplySweeps(Strip(strip), c, s));
            }
        }

        _sweeps.Clear();
        _count = 0;
    }

    private void ApplySweeps(double* strip, double* cosines, double* sines)
    {
        for (int i = 0; i < _sweeps.Count; i++)
        {
            Sweep sweep = _sweeps[i];
            int count = Length(i);
            nint step = sweep.Step * Width;
            double* row = strip + ((nint)sweep.First * Width);
            if (i + 1 < _sweeps.Count && _sweeps[i + 1].First == sweep.First && _sweeps[i + 1].Step == sweep.Step && Length(i + 1) <= count && count > 1)
            {
                int second = _sweeps[++i].Start;
                ApplyTwo(row, step, cosines + sweep.Start, sines + sweep.Start, count, cosines + second, sines + second, Length(i));
                continue;
            }

            ApplyOne(row, step, cosines + sweep.Start, sines + sweep.Start, count);
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
        ApplyOne(row + step, step, c + k + 1, s + k + 1, count - k - 1);
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

    private static void ApplyOne(double* row, nint step, double* c, double* s, int count)
    {
        Vector256<double> a0 = Vector256.Load(row), a1 = Vector256.Load(row + 4);
        for (int k = 0; k < count; k++, row += step)
        {
            Turn(row + step, c[k], s[k], ref a0, ref a1, out Vector256<double> t0, out Vector256<double> t1);
            Vector256.Store(t0, row);
            Vector256.Store(t1, row + 4);
        }

        Vector256.Store(a0, row);
        Vector256.Store(a1, row + 4);
    }

    private readonly record struct Sweep(int First, int Step, int Start);
}
