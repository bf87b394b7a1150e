using Modelyard.Evaluation;
using Modelyard.Learning;
using Modelyard.Metrics;

namespace Modelyard.Tests.Evaluation;

/// <summary>Holds metrics that are read from text to those that are made in code.</summary>
public sealed class MetricTextTests
{
    private static readonly string[] Classes = ["No", "Yes"];

    [Fact]
    public void Costs_and_expressions_score_what_they_say()
    {
        (_, Predictions predictions) = FigureTests.Draw(300);
        IMetric costs = MetricText.Parse(" cost( Yes:No=10, No:Yes=1 ) ", TaskKind.Classification, Classes);
        IMetric same = MetricText.Parse("min: price = mean(if(actual = predicted, 0, if(actual = 'Yes', 10, 1)))", TaskKind.Classification, Classes);
        Assert.Equal(costs.Score(predictions), same.Score(predictions), 1e-12);
        Assert.Equal(("cost", "price"), (costs.Name, same.Name));
        Assert.Equal((false, false), (costs.HigherIsBetter, same.HigherIsBetter));
        Assert.True(costs.ScoresLabels && same.ScoresLabels);
        Assert.Same(MetricCatalogue.Find("f1", TaskKind.Classification), MetricText.Parse("F1", TaskKind.Classification, Classes));
    }

    [Theory]
    [InlineData(TaskKind.Classification, "cost(Yes:No=10", "closing parenthesis")]
    [InlineData(TaskKind.Classification, "cost(Yes:Maybe=10)", "The classes are No, Yes")]
    [InlineData(TaskKind.Classification, "cost()", "There are no costs")]
    [InlineData(TaskKind.Regression, "cost(Yes:No=10)", "answers of a classification")]
    [InlineData(TaskKind.Regression, "loss = mean(actul)", "The metric 'loss' cannot be computed: The column 'actul'")]
    [InlineData(TaskKind.Regression, "loss = abs(actual - predicted)", "another number in each row")]
    [InlineData(TaskKind.Regression, "loss = mean(probability)", "'probability'")]
    [InlineData(TaskKind.Regression, "loss = mean(", "expected")]
    [InlineData(TaskKind.Regression, "rmsee", "The nearest is 'rmse'")]
    public void What_is_no_metric_is_refused_before_there_are_predictions(TaskKind task, string text, string words) =>
        Assert.Contains(words, Assert.ThrowsAny<ModelyardException>(() => MetricText.Parse(text, task, task == TaskKind.Regression ? [] : Classes)).Message, StringComparison.Ordinal);

    [Fact]
    public void Three_classes_have_a_probability_each() => Assert.Equal(
        "sure",
        MetricText.Parse("sure = mean(if(actual = 'b', probability_b, 0))", TaskKind.Classification, ["a", "b", "c"]).Name);

    [Fact]
    public void Metrics_that_would_have_one_name_are_refused_and_one_given_twice_is_read_once()
    {
        Assert.Equal(["f1", "cost"], MetricText.ParseAll(["f1", "F1", "cost(Yes:No=10)", " cost(Yes:No=10)"], TaskKind.Classification, Classes).Select(metric => metric.Name));
        foreach (string[] texts in new[] { new[] { "cost(Yes:No=10)", "cost(Yes:No=20)" }, ["won = sum(probability)", "won = mean(probability)"], ["f1", "f1 = mean(probability)"] })
        {
            Assert.Contains("could not be told apart", Assert.Throws<ModelyardException>(() => MetricText.ParseAll(texts, TaskKind.Classification, Classes)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_number_divided_by_nothing_is_no_score()
    {
        IMetric metric = MetricText.Parse("max: ratio = sum(actual) / (sum(predicted) - sum(predicted))", TaskKind.Regression, []);
        Assert.Equal(double.NaN, metric.Score(Predictions.OfNumbers([1, 2], [1, 3])));
    }

    [Fact]
    public void A_metric_leaves_no_row_out_unless_it_says_so()
    {
        // Of four predictions one is below zero: its logarithm is none, and the mean of the others would look perfect.
        var predictions = Predictions.OfNumbers([1, 2, 3, 4], [1, 2, 3, -4]);
        IMetric logs = MetricText.Parse("min: msle = mean(pow(log(actual) - log(predicted), 2))", TaskKind.Regression, []);
        string message = Assert.Throws<ModelyardException>(() => logs.Score(predictions)).Message;
        Assert.Contains("The metric 'msle' cannot be computed: 'pow(log(actual) - log(predicted), 2)' has no value where actual is '4' and predicted '-4' (1 of 4 rows)", message, StringComparison.Ordinal);
        Assert.Equal(0, logs.Score(Predictions.OfNumbers([1, 2], [1, 2])));
        Assert.Equal(2.5, MetricText.Parse("min: own = mean(ifmissing(log(predicted - predicted + if(predicted < 0, -1, 1)), 10))", TaskKind.Regression, []).Score(predictions));
        Assert.Equal(2, MetricText.Parse("of = mean(if(predicted > 0, actual, null))", TaskKind.Regression, []).Score(predictions));
        Assert.Equal(3, MetricText.Parse("present = count(log(predicted))", TaskKind.Regression, []).Score(predictions));
    }
}
