using Modelyard.Numerics;

namespace Modelyard.Tests.Numerics;

public sealed class GaussLegendreTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(17)]
    [InlineData(64)]
    public void A_rule_integrates_powers_up_to_twice_its_points(int count)
    {
        var rule = new GaussLegendre(count);
        for (int power = 0; power < 2 * count; power++)
        {
            double sum = 0;
            for (int i = 0; i < count; i++)
            {
                sum += rule.Weights[i] * Math.Pow(rule.Points[i], power);
            }

            Assert.Equal(1.0 / (power + 1), sum, 1e-14);
        }

        Assert.Equal([.. rule.Points.Order()], rule.Points);
    }
}
