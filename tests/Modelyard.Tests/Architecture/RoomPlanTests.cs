using Modelyard.Numerics;

namespace Modelyard.Tests.Architecture;

public sealed class RoomPlanTests
{
    [Fact]
    public void The_library_keeps_to_its_floors()
    {
        IReadOnlyList<(string From, string To)> references = TypeReferences.Within(typeof(Matrix).Assembly);
        Assert.True(references.Count > 1000, $"Only {references.Count} references were found.");
        Assert.Empty(RoomPlan.Violations(references));
    }

    [Theory]
    [InlineData("Modelyard.Numerics.Matrix", "Modelyard.Learning.Dataset")]
    [InlineData("Modelyard.Linear.Ridge", "Modelyard.Bayes.GaussianNaiveBayes")]
    [InlineData("Modelyard.Linear.Ridge", "Modelyard.Frames.Csv.Cell")]
    [InlineData("Modelyard.Charts.Axis", "Modelyard.Frames.Frame")]
    [InlineData("Modelyard.Linear.Ridge", "Modelyard.Attic.Trunk")]
    [InlineData("Modelyard.ModelyardException", "Modelyard.Linear.Ridge")]
    public void A_look_upwards_sideways_or_through_a_wall_is_found(string from, string to) =>
        Assert.Contains(from, Assert.Single(RoomPlan.Violations([(from, to)])), StringComparison.Ordinal);

    [Theory]
    [InlineData("Modelyard.Linear.Ridge", "Modelyard.Numerics.Matrix")]
    [InlineData("Modelyard.Probability.Normal", "Modelyard.Numerics.RandomStream")]
    [InlineData("Modelyard.Linear.Ridge", "Modelyard.ModelyardException")]
    [InlineData("Modelyard.Trees.Boosting.Booster", "Modelyard.Trees.Tree")]
    public void A_look_downwards_is_allowed(string from, string to) => Assert.Empty(RoomPlan.Violations([(from, to)]));

    [Fact]
    public void Two_rooms_that_use_each_other_are_found() => Assert.Contains(
        "Numerics and Probability use each other.",
        RoomPlan.Violations([("Modelyard.Probability.A", "Modelyard.Numerics.B"), ("Modelyard.Numerics.B", "Modelyard.Probability.A")]));
}
