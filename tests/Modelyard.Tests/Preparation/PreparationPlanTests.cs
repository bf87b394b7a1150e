using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Preparation;

namespace Modelyard.Tests.Preparation;

public sealed class PreparationPlanTests
{
    private static readonly Feature When = new("when", FeatureKind.Timestamp);
    private static readonly Feature Few = Category("few", 4);
    private static readonly Feature Many = Category("many", 40);
    private static readonly Feature Most = Category("most", 400);
    private static readonly Feature Number = new("number");

    private static readonly LearnerTraits Linear = new() { ScaleSensitive = true };
    private static readonly LearnerTraits Boosting = new() { MissingValues = true, Categories = true };

    [Fact]
    public void A_learner_that_takes_nothing_but_numbers_gets_nothing_but_numbers()
    {
        PreparationPlan plan = Plan(Linear, When, Few, Many, Most, Number);
        Assert.Equal([typeof(DateCycles), typeof(TargetEncoder), typeof(OneHotEncoder), typeof(Imputer), typeof(StandardScaler)], plan.Steps.Select(step => step.GetType()));
        Assert.Equal(["most"], ((TargetEncoder)plan.Steps[1]).Columns);
        Assert.Equal(["few", "many"], ((OneHotEncoder)plan.Steps[2]).Columns);
        Assert.Equal(plan.Steps.Count, plan.Sentences.Count);
        Dataset data = Table(When, Few, Many, Most, Number);
        foreach (ITransformer step in plan.Steps)
        {
            (_, data) = step.FitTransform(data, FitContext.Default);
        }

        Assert.DoesNotContain(data.Schema, feature => feature.IsCategorical || feature.Kind == FeatureKind.Timestamp);
        Assert.All(data.Features.AsSpan().ToArray(), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void A_learner_that_takes_categories_and_missing_values_keeps_them_but_for_those_of_too_many_levels()
    {
        PreparationPlan plan = Plan(Boosting, Few, Many, Most, Number);
        Assert.Equal(["most"], ((TargetEncoder)Assert.Single(plan.Steps)).Columns);
        Assert.Empty(Plan(Boosting, Few, Number).Steps);
        Assert.StartsWith("Nothing was needed", Assert.Single(Plan(Boosting, Few, Number).Sentences), StringComparison.Ordinal);
        Assert.IsType<DateParts>(Assert.Single(Plan(Boosting, When).Steps));
    }

    [Fact]
    public void A_learner_of_codes_gets_numbers_in_bins()
    {
        var codes = new LearnerTraits { MissingValues = true, Categories = true, NonNegative = true, WholeNumbers = true };
        PreparationPlan plan = Plan(codes, When, Few, Number);
        Assert.Equal([typeof(DateParts), typeof(KBinsDiscretizer)], plan.Steps.Select(step => step.GetType()));
        Dataset data = Table(When, Few, Number);
        foreach (ITransformer step in plan.Steps)
        {
            (_, data) = step.FitTransform(data, FitContext.Default);
        }

        Assert.All(data.Features.AsSpan().ToArray(), value => Assert.True(double.IsNaN(value) || double.IsInteger(value)));
        Assert.Empty(Plan(codes, Few).Steps);
    }

    [Fact]
    public void Sentences_name_the_columns()
    {
        PreparationPlan plan = Plan(Linear, When, Few, Most);
        Assert.Contains(plan.Sentences, sentence => sentence.EndsWith(": when.", StringComparison.Ordinal));
        Assert.Contains(plan.Sentences, sentence => sentence.EndsWith(": few.", StringComparison.Ordinal));
        Assert.Contains(plan.Sentences, sentence => sentence.EndsWith(": most.", StringComparison.Ordinal));
    }

    private static Feature Category(string name, int levels) =>
        new(name, FeatureKind.Categorical) { Levels = [.. Enumerable.Range(0, levels).Select(level => $"{name} {level}")] };

    private static PreparationPlan Plan(LearnerTraits traits, params Feature[] features) => PreparationPlan.For(Table(features), traits);

    private static Dataset Table(params Feature[] features)
    {
        const int Rows = 300;
        var random = new RandomStream(8);
        var matrix = new Matrix(Rows, features.Length);
        for (int row = 0; row < Rows; row++)
        {
            for (int k = 0; k < features.Length; k++)
            {
                double value = features[k].IsCategorical ? random.NextInt(features[k].Levels.Count) : features[k].Kind == FeatureKind.Timestamp ? 1e9 * random.NextDouble() : random.NextGaussian();
                matrix[row, k] = random.NextDouble() < 0.1 ? double.NaN : value;
            }
        }

        return PreparationOracle.Data(matrix, new FeatureSchema(features));
    }
}
