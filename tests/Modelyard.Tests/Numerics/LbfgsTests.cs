using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

public sealed class LbfgsTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(101)]
    public void The_valley_of_Rosenbrock_ends_at_ones(int size)
    {
        double[] point = [.. Enumerable.Range(0, size).Select(i => i % 2 == 0 ? -1.2 : 1.0)];

        MinimizationResult result = new Lbfgs { GradientTolerance = 1e-9, ValueTolerance = 0 }.Minimize(Rosenbrock, point);

        Assert.True(result.Converged);
        Assert.InRange(result.Value, 0, 1e-15);
        Assert.All(point.Take(size / 2 * 2), element => Assert.Equal(1, element, 1e-7));
    }

    [Fact]
    public void A_quadratic_ends_at_the_solution_of_its_system()
    {
        Matrix factor = RandomMatrix.Gaussian(60, 20, 1);
        var gram = new Matrix(20, 20);
        MatrixProduct.Gram(factor, gram);
        double[] linear = RandomMatrix.Gaussian(1, 20, 2).AsSpan().ToArray();
        double Quadratic(ReadOnlySpan<double> point, Span<double> gradient)
        {
            MatrixProduct.MultiplyVector(gram, point, gradient);
            double value = (0.5 * VectorKernels.Dot(point, gradient)) - VectorKernels.Dot(point, linear);
            VectorKernels.Axpy(-1, linear, gradient);
            return value;
        }

        double[] point = new double[20];
        MinimizationResult result = new Lbfgs { GradientTolerance = 1e-10, ValueTolerance = 0 }.Minimize(Quadratic, point);
        Cholesky.Of(gram).Solve(linear);

        Assert.True(result.Converged);
        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(linear[i], point[i], 1e-9));
    }

    [Fact]
    public void Absolute_penalties_shrink_a_separable_quadratic_softly()
    {
        double[] center = [3, -2, 0.5, -0.1, 0, 7];
        double[] penalties = [1, 1, 1, 1, 1, 0];
        double Quadratic(ReadOnlySpan<double> point, Span<double> gradient)
        {
            double value = 0;
            for (int i = 0; i < point.Length; i++)
            {
                gradient[i] = (i + 1) * (point[i] - center[i]);
                value += 0.5 * gradient[i] * (point[i] - center[i]);
            }

            return value;
        }

        double[] point = new double[6];
        MinimizationResult result = new Lbfgs { GradientTolerance = 1e-9, ValueTolerance = 0 }.Minimize(Quadratic, point, penalties);

        Assert.True(result.Converged);
        double[] expected = [2, -1.5, 0.5 - (1 / 3.0), 0, 0, 7];
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(expected[i], point[i], 1e-8));
        Assert.Equal(0, point[3]);
        Assert.Equal(0, point[4]);
    }

    [Fact]
    public void The_limits_of_work_and_of_patience_are_kept()
    {
        double[] point = [-1.2, 1, -1.2, 1];
        Assert.Equal(MinimizationOutcome.IterationLimit, new Lbfgs { MaximumIterations = 3 }.Minimize(Rosenbrock, point).Outcome);

        int asked = 0;
        MinimizationResult stopped = new Lbfgs().Minimize(Rosenbrock, point, stop: () => ++asked > 2);
        Assert.Equal((MinimizationOutcome.Stopped, 2), (stopped.Outcome, stopped.Iterations));

        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => new Lbfgs().Minimize(Rosenbrock, point, cancellation: source.Token));
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        double[] point = [.. Enumerable.Repeat(-1.2, 200)];
        new Lbfgs { MaximumIterations = 5 }.Minimize(Rosenbrock, point);
        long Allocated(int iterations)
        {
            Array.Fill(point, -1.2);
            long before = GC.GetAllocatedBytesForCurrentThread();
            new Lbfgs { MaximumIterations = iterations, GradientTolerance = 0, ValueTolerance = 0 }.Minimize(Rosenbrock, point);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(5);
        Assert.Equal(Allocated(5), Allocated(50));
    }

    private static double Rosenbrock(ReadOnlySpan<double> point, Span<double> gradient)
    {
        gradient.Clear();
        double sum = 0;
        for (int i = 0; i + 1 < point.Length; i += 2)
        {
            double across = point[i + 1] - (point[i] * point[i]), along = 1 - point[i];
            sum += (100 * across * across) + (along * along);
            gradient[i] = (-400 * across * point[i]) - (2 * along);
            gradient[i + 1] = 200 * across;
        }

        return sum;
    }
}
