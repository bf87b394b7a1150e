using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

public sealed class SingleKernelsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(37)]
    public void Exponentials_have_seven_digits(int length)
    {
        float[] values = [.. Enumerable.Range(0, length).Select(i => i * i * 0.05f)];
        float[] expected = [.. values.Select(value => (float)Math.Exp(-1.3f * value))];
        SingleKernels.ExpOfMultiples(-1.3f, values);
        Assert.All(expected.Zip(values), pair => Assert.InRange(pair.Second, pair.First * (1 - 5e-7f), pair.First * (1 + 5e-7f)));
    }

    [Fact]
    public void The_exponential_of_0_is_1_and_far_below_it_is_0()
    {
        float[] values = [0, 87.2f, 88, 1e5f, float.PositiveInfinity];
        SingleKernels.ExpOfMultiples(-1, values);
        Assert.Equal(1, values[0]);
        Assert.InRange(values[1], 1e-38f, 2e-38f);
        Assert.Equal([0, 0, 0], values[2..]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(29)]
    public void Products_with_double_precision_are_sums_of_products(int length)
    {
        double[] factors = [.. Enumerable.Range(1, length).Select(i => 1.0 / i)], sums = [.. factors];
        float[] values = [.. Enumerable.Range(1, length).Select(i => i % 5 / 3f)];
        Assert.Equal(factors.Zip(values, (factor, value) => factor * value).Sum(), SingleKernels.Dot(factors, values), 1e-13);
        SingleKernels.Axpy(2, values, sums);
        Assert.All(Enumerable.Range(0, length), i => Assert.Equal(factors[i] + (2.0 * values[i]), sums[i], 1e-15));
    }
}
