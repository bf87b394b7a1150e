using Modelyard.Numerics;
using Modelyard.Probability;

namespace Modelyard.Tests.Probability;

/// <summary>Holds decisions over time to the share of false ones that is stated.</summary>
public sealed class AlphaInvestingTests
{
    [Fact]
    public void Where_nothing_is_ever_to_be_found_hardly_any_sequence_has_a_finding()
    {
        const int Sequences = 2000;
        int wrong = 0;
        for (int sequence = 0; sequence < Sequences; sequence++)
        {
            var random = new RandomStream(5, (ulong)sequence);
            var investing = new AlphaInvesting(0.1);
            for (int test = 0; test < 500; test++)
            {
                investing.Decide(random.NextDouble());
            }

            wrong += investing.Findings.Count > 0 ? 1 : 0;
        }

        // Half of the level is what may be spent before the first finding, and the half of that within the first tests.
        Assert.InRange(wrong / (double)Sequences, 0.005, 0.1);
    }

    [Fact]
    public void Of_the_findings_the_share_of_false_ones_is_at_most_the_level()
    {
        double share = 0;
        const int Sequences = 400;
        for (int sequence = 0; sequence < Sequences; sequence++)
        {
            var random = new RandomStream(6, (ulong)sequence);
            var investing = new AlphaInvesting(0.2);
            int found = 0, wrong = 0;
            for (int test = 0; test < 300; test++)
            {
                bool isTrue = random.NextDouble() < 0.3;
                bool isFinding = investing.Decide(isTrue ? 1e-5 * random.NextDouble() : random.NextDouble());
                found += isFinding ? 1 : 0;
                wrong += isFinding && !isTrue ? 1 : 0;
            }

            share += wrong / (double)Math.Max(1, found) / Sequences;
        }

        Assert.InRange(share, 0.02, 0.2);
    }

    [Fact]
    public void All_that_is_spent_without_a_finding_is_half_of_the_level_at_most()
    {
        var investing = new AlphaInvesting(0.05);
        double spent = 0;
        for (int test = 0; test < 100_000; test++)
        {
            spent += investing.Next;
            investing.Decide(1);
        }

        Assert.InRange(spent, 0.01, 0.025);
        Assert.Equal(investing.Next, new AlphaInvesting(0.05, investing.Tests).Next);
    }

    [Fact]
    public void A_finding_earns_and_no_test_costs_nothing()
    {
        var investing = new AlphaInvesting(0.05);
        double first = investing.Next;
        Assert.False(investing.Decide(double.NaN));
        Assert.Equal(first, investing.Next);
        Assert.False(investing.Decide(0.5));
        Assert.True(investing.Next < first);
        Assert.True(investing.Decide(0));
        Assert.True(investing.Next > first);
        Assert.Equal([2], investing.Findings);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlphaInvesting(1));
    }
}
