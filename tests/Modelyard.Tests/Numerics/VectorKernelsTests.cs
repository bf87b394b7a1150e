using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

[Collection("SIMD paths")]
public sealed class VectorKernelsTests
{
    public static TheoryData<string> Paths => ["Vector256", "Vector512"];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_path_equals_the_scalar_one_to_the_bit(string path)
    {
        for (int length = 0; length < 140; length++)
        {
            for (int offset = 0; offset < 3; offset++)
            {
                double[] scalar = Everything("Scalar", length, offset), vector = Everything(path, length, offset);
                Assert.Equal(scalar.Select(BitConverter.DoubleToInt64Bits), vector.Select(BitConverter.DoubleToInt64Bits));
            }
        }
    }

    [Fact]
    public void Sums_agree_with_the_naive_ones()
    {
        double[] x = RandomMatrix.Gaussian(1, 1001, 1).AsSpan().ToArray(), y = RandomMatrix.Gaussian(1, 1001, 2).AsSpan().ToArray();
        Assert.Equal(x.Sum(), VectorKernels.Sum(x), 1e-11);
        Assert.Equal(x.Zip(y, (a, b) => a * b).Sum(), VectorKernels.Dot(x, y), 1e-11);
        Assert.Equal(x.Sum(a => a * a), VectorKernels.SumOfSquares(x), 1e-11);
        Assert.Equal(x.Zip(y, (a, b) => (a - b) * (a - b)).Sum(), VectorKernels.SquaredDistance(x, y), 1e-11);
        Assert.Equal(x.Zip(y, (a, b) => Math.Abs(a - b)).Sum(), VectorKernels.AbsoluteDistance(x, y), 1e-11);
        Assert.Equal(Math.Sqrt(x.Sum(a => a * a)), VectorKernels.Norm(x), 1e-12);
    }

    [Fact]
    public void Exponentials_are_within_two_units_in_the_last_place()
    {
        double[] x = [.. Enumerable.Range(0, 200_001).Select(i => -745.0 + (i * 1454.7 / 200_000))];
        double[] result = [.. x];
        VectorKernels.ExpInPlace(result);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = Math.Exp(x[i]);
            Assert.True(Math.Abs(result[i] - expected) <= 2 * (Math.BitIncrement(expected) - expected), $"exp({x[i]:R}) is {result[i]:R}, not {expected:R}");
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(-800, 0)]
    [InlineData(800, double.PositiveInfinity)]
    [InlineData(double.NaN, double.NaN)]
    public void Exponentials_of_the_extremes_are_exact(double x, double expected)
    {
        double[] values = [.. Enumerable.Repeat(x, 13)];
        VectorKernels.ExpInPlace(values);
        Assert.All(values, value => Assert.Equal(expected, value));
    }

    [Fact]
    public void Logarithms_are_within_two_units_in_the_last_place()
    {
        // From the least subnormal number to the greatest number, and closely around 1, where the logarithm vanishes.
        double[] x = [.. Enumerable.Range(0, 200_001).Select(i => Math.Exp(-744.4 + (i * 1454.1 / 200_000))), .. Enumerable.Range(-1000, 2001).Select(i => 1 + (i * 1e-9))];
        double[] result = [.. x];
        VectorKernels.LogInPlace(result);
        for (int i = 0; i < x.Length; i++)
        {
            double expected = Math.Log(x[i]), unit = Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected);
            Assert.True(Math.Abs(result[i] - expected) <= 2 * unit, $"log({x[i]:R}) is {result[i]:R}, not {expected:R}");
        }
    }

    [Theory]
    [InlineData(0, double.NegativeInfinity)]
    [InlineData(1, 0)]
    [InlineData(-1, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NaN, double.NaN)]
    public void Logarithms_of_the_extremes_are_exact(double x, double expected)
    {
        double[] values = [.. Enumerable.Repeat(x, 13)];
        VectorKernels.LogInPlace(values);
        Assert.All(values, value => Assert.Equal(expected, value));
    }

    [Fact]
    public void A_softmax_sums_to_one_however_large_its_elements()
    {
        double[] x = [1000, 1001, 998, -1000];
        double expected = VectorKernels.LogSumExp(x);
        Assert.Equal(expected, VectorKernels.SoftmaxInPlace(x), 1e-12);
        Assert.Equal(1, x.Sum(), 1e-15);
        Assert.Equal(1001 + Math.Log(1 + Math.Exp(-1) + Math.Exp(-3)), expected, 1e-12);
    }

    [Fact]
    public void The_greatest_element_is_the_first_of_equals()
    {
        Assert.Equal(1, VectorKernels.ArgMax([1, 3, 3, 2]));
        Assert.Equal(2, VectorKernels.ArgMax([double.NaN, 1, 2]));
        Assert.Equal(3, VectorKernels.Max([1, 3, 2]));
        for (int length = 1; length < 30; length++)
        {
            for (int at = 0; at < length; at++)
            {
                double[] x = [.. Enumerable.Range(0, length).Select(i => i == at ? -1.0 : -2 - i)];
                Assert.Equal(-1, VectorKernels.Max(x));
                x[at] = double.NaN;
                Assert.True(double.IsNaN(VectorKernels.Max(x)));
            }
        }

        Assert.Throws<ArgumentException>(() => VectorKernels.ArgMax([]));
    }

    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void A_norm_neither_overflows_nor_vanishes(double scale) => Assert.Equal(5 * scale, VectorKernels.Norm([3 * scale, 4 * scale]), 1e-14 * scale);

    private static double[] Everything(string path, int length, int offset)
    {
        using var forced = new ForcedPath(path);
        Span<double> x = RandomMatrix.Gaussian(1, length + offset, 3).AsSpan()[offset..], y = RandomMatrix.Gaussian(1, length + offset, 4).AsSpan()[offset..];
        double[] sums = [VectorKernels.Dot(x, y), VectorKernels.Sum(x), VectorKernels.SumOfSquares(y), VectorKernels.SquaredDistance(x, y), VectorKernels.AbsoluteDistance(x, y)];
        VectorKernels.Axpy(0.3, x, y);
        VectorKernels.Scale(1.1, y);
        VectorKernels.Multiply(x, y);
        VectorKernels.ExpInPlace(x);
        return [.. sums, .. x, .. y];
    }
}
