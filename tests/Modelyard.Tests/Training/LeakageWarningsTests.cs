using Modelyard.Frames;
using Modelyard.Numerics;
using Modelyard.Training;

namespace Modelyard.Tests.Training;

public sealed class LeakageWarningsTests
{
    private const int Rows = 600;

    private readonly double[] _signal;
    private readonly double[] _noise;

    public LeakageWarningsTests()
    {
        var random = new RandomStream(31);
        _signal = [.. Enumerable.Range(0, Rows).Select(_ => random.NextGaussian())];
        _noise = [.. Enumerable.Range(0, Rows).Select(_ => random.NextGaussian())];
    }

    [Fact]
    public void A_copy_of_the_classes_in_other_words_is_named()
    {
        var target = CategoryColumn.From("y", _signal.Select(value => value > 0.5 ? "yes" : "no"));
        Assert.Equal("alarm", Alarm(target, new TextColumn("code", _signal.Select(value => value > 0.5 ? "A7" : "B2"))));
        Assert.Equal("alarm", Alarm(target, new TextColumn("finer", _signal.Select(value => $"{(value > 0.5 ? "A" : "B")}{(int)(Math.Abs(value) * 5)}"))));
        Assert.Equal("alarm", Alarm(target, new BooleanColumn("paid", [.. _signal.Select(value => value > 0.5)])));
        Assert.Equal("alarm", Alarm(target, new DoubleColumn("score", _signal)));

        // What becomes known only after a yes: it is there, or it is missing.
        Assert.Equal("alarm", Alarm(target, new DoubleColumn("refund", [.. _signal.Select((value, row) => value > 0.5 ? _noise[row] : double.NaN)])));
    }

    [Fact]
    public void A_copy_of_the_number_in_other_units_is_named()
    {
        var target = new DoubleColumn("y", _signal);
        Assert.Equal("alarm", Alarm(target, new DoubleColumn("cents", [.. _signal.Select(value => 1000 - (100 * value))])));
        Assert.Equal("alarm", Alarm(target, new DoubleColumn("curved", [.. _signal.Select(Math.Exp)])));
        Assert.Equal("alarm", Alarm(target, new DoubleColumn("rounded", [.. _signal.Select(value => Math.Round(value, 1))])));
    }

    [Fact]
    public void A_strong_column_is_no_alarm()
    {
        // An R2 of 0.9, and a column that tells nine in ten.
        var number = new DoubleColumn("y", _signal);
        Assert.Equal("none", Alarm(number, new DoubleColumn("strong", [.. _signal.Select((value, row) => value + (_noise[row] / 3))])));
        var target = CategoryColumn.From("y", _signal.Select(value => value > 0 ? "yes" : "no"));
        Assert.Equal("none", Alarm(target, new DoubleColumn("strong", [.. _signal.Select((value, row) => value + (0.3 * _noise[row]))])));
        Assert.Equal("none", Alarm(target, new TextColumn("strong", _signal.Select((value, row) => (value > 0) == (_noise[row] < 1.3) ? "A" : "B"))));
    }

    [Fact]
    public void Levels_that_come_once_or_twice_give_nothing_away()
    {
        var random = new RandomStream(2);
        var target = CategoryColumn.From("y", _signal.Select(value => value > 0 ? "yes" : "no"));
        Assert.Equal("none", Alarm(target, new TextColumn("name", Enumerable.Range(0, Rows).Select(_ => $"n{random.NextInt(400)}"))));
        Assert.Equal("none", Alarm(new DoubleColumn("y", _signal), new TextColumn("name", Enumerable.Range(0, Rows).Select(_ => $"n{random.NextInt(400)}"))));
    }

    [Fact]
    public void A_class_too_rare_to_tell_is_no_alarm()
    {
        // Three rows of a class: whoever guesses the other is hardly ever wrong, and a column that guesses too has given nothing away.
        var target = CategoryColumn.From("y", Enumerable.Range(0, Rows).Select(row => row % 200 == 7 ? "rare" : "usual"));
        Assert.Equal("none", Alarm(target, new DoubleColumn("x", _noise)));
    }

    private string Alarm(Column target, Column column)
    {
        Frame frame = Frame.Of(target, column, new DoubleColumn("other", _noise));
        bool numbers = target is DoubleColumn;
        TrainingResult result = Trainer.Train(frame, TrainingTables.Quick("y", numbers ? "BaselineRegressor" : "BaselineClassifier"));
        string[] alarms = [.. result.Warnings.Where(warning => warning.Contains("gives the target", StringComparison.Ordinal))];
        Assert.All(alarms, alarm => Assert.StartsWith($"The column '{column.Name}' alone gives the target 'y' away", alarm, StringComparison.Ordinal));
        return alarms.Length == 0 ? "none" : "alarm";
    }
}
