namespace Modelyard.Numerics.Minimization;

/// <summary>Represents the last steps of a minimisation and how the gradient changed along them.</summary>
/// <remarks>Source: Nocedal and Wright (2006), Numerical Optimization, 2nd edition, algorithm 7.4.</remarks>
internal sealed class CurvatureHistory(int size, int capacity)
{
    private readonly Matrix _steps = new(capacity, size);
    private readonly Matrix _changes = new(capacity, size);
    private readonly double[] _products = new double[capacity];
    private readonly double[] _factors = new double[capacity];
    private int _count;
    private int _next;

    /// <summary>Adds a step, unless the curvature along it is not positive.</summary>
    public void Add(ReadOnlySpan<double> from, ReadOnlySpan<double> to, ReadOnlySpan<double> gradientFrom, ReadOnlySpan<double> gradientTo)
    {
        Span<double> step = _steps.Row(_next), change = _changes.Row(_next);
        for (int i = 0; i < step.Length; i++)
        {
            step[i] = to[i] - from[i];
            change[i] = gradientTo[i] - gradientFrom[i];
        }

        double product = VectorKernels.Dot(step, change);
        if (product > 1e-16 * VectorKernels.SumOfSquares(change))
        {
            _products[_next] = product;
            _next = (_next + 1) % _steps.Rows;
            _count = Math.Min(_count + 1, _steps.Rows);
        }
    }

    /// <summary>Forgets all steps.</summary>
    public void Clear() => _count = 0;

    /// <summary>Gets a value indicating whether no step is known.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Replaces a gradient by the direction of descent that the steps suggest.</summary>
    public void Direct(Span<double> gradient)
    {
        for (int i = 1; i <= _count; i++)
        {
            int at = (_next - i + _steps.Rows) % _steps.Rows;
            _factors[at] = VectorKernels.Dot(_steps.Row(at), gradient) / _products[at];
            VectorKernels.Axpy(-_factors[at], _changes.Row(at), gradient);
        }

        if (_count > 0)
        {
            int last = (_next - 1 + _steps.Rows) % _steps.Rows;
            VectorKernels.Scale(_products[last] / VectorKernels.SumOfSquares(_changes.Row(last)), gradient);
        }

        for (int i = _count; i >= 1; i--)
        {
            int at = (_next - i + _steps.Rows) % _steps.Rows;
            double correction = VectorKernels.Dot(_changes.Row(at), gradient) / _products[at];
            VectorKernels.Axpy(_factors[at] - correction, _steps.Row(at), gradient);
        }

        VectorKernels.Scale(-1, gradient);
    }
}
