using Modelyard.Charts;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Monitoring;
using Modelyard.Numerics;

namespace Modelyard.Tests.Monitoring;

/// <summary>Holds the looks at rows as a whole to what is true of them.</summary>
public sealed class TogetherDriftTests
{
    [Fact]
    public void Tables_of_one_law_alarm_seldom()
    {
        const int Repeats = 25;
        int alarms = 0;
        var strict = new TogetherOptions { LeastEffect = 0 };
        for (ulong repeat = 0; repeat < Repeats; repeat++)
        {
            alarms += TogetherDrift.Compare(WatchedTables.Of(2 * repeat, 100), WatchedTables.Of((2 * repeat) + 1, 80), strict, new FitContext { Seed = repeat }).HasDrifted ? 1 : 0;
        }

        // 5 % of 25; as many as 6 come up once in a thousand.
        Assert.InRange(alarms, 0, 5);
    }

    [Fact]
    public void A_change_that_no_column_shows_alone_is_found_by_every_look()
    {
        Frame reference = Pair(1, 800, 0.8), current = Pair(2, 700, 0);
        Assert.False(TableDrift.Compare(reference, current).HasDrifted);
        var drift = TogetherDrift.Compare(reference, current);
        Assert.Equal([TogetherMethod.DomainClassifier, TogetherMethod.Reconstruction, TogetherMethod.Discrepancy], drift.Looks.Select(look => look.Method));
        Assert.All(drift.Looks, look => Assert.True(look.Drifted && look.Effect >= 0.05 && look.AdjustedPValue <= 0.05, look.ToString()));
        Assert.Contains("rank correlation of 'x' and 'y' 0.", drift.Looks[0].Evidence, StringComparison.Ordinal);
        Assert.Equal("Together drift: the columns have moved.", drift.Summary);
        Assert.False(TogetherDrift.Compare(reference, Pair(3, 700, 0.8)).HasDrifted);
    }

    [Fact]
    public void What_a_kernel_finds_is_told_with_the_column_whose_means_are_farthest_apart()
    {
        Frame reference = WatchedTables.Of(1, 600), current = WatchedTables.Of(2, 500);
        string moved = reference.Columns.First(column => column is DoubleColumn).Name;
        double[] then = reference[moved].ToDoubles(), before = current[moved].ToDoubles(), values = [.. before.Select(value => value + (0.5 * Deviation(before)))];
        TogetherLook kernel = TogetherDrift.Compare(reference, current.With(new DoubleColumn(moved, values))).Looks.Single(look => look.Method == TogetherMethod.Discrepancy);
        double within = Math.Sqrt(((600 * Math.Pow(Deviation(then), 2)) + (500 * Math.Pow(Deviation(values), 2))) / 1100), apart = Math.Abs(values.Average() - then.Average()) / within;
        Assert.Equal(moved, Assert.Single(kernel.Columns));
        Assert.EndsWith($"most by '{moved}', whose means are {NumberText.Value(apart)} standard deviations apart", kernel.Evidence, StringComparison.Ordinal);

        static double Deviation(double[] values) => Math.Sqrt(values.Average(value => Math.Pow(value - values.Average(), 2)));
    }

    [Fact]
    public void Texts_of_other_words_are_found_and_the_words_named()
    {
        Frame reference = Texts(1, 300, "invoice"), current = Texts(2, 250, "refund");
        TogetherLook look = Assert.Single(TogetherDrift.Compare(reference, current).Looks);
        Assert.True(look.Drifted);
        Assert.Equal((TogetherSubject.Text, "body"), (look.Subject, look.Name));
        Assert.Equal(["invoice", "refund"], look.Words.Take(2).Select(word => word.Word).Order());
        TellingWord refund = look.Words.First(word => word.Word == "refund");
        Assert.Equal(0, refund.Reference);
        Assert.InRange(refund.Current, 0.2, 0.4);
        Assert.Contains("'refund' ", look.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_of_the_same_words_are_not_told_apart()
    {
        var drift = TextDrift.Compare(Texts(1, 300, "invoice")["body"], Texts(2, 250, "invoice")["body"].Rename("other"));
        Assert.InRange(drift.PValue, 0.05, 1);
        Assert.Empty(drift.Words);
        Assert.Equal((300, 250), (drift.ReferenceRows, drift.CurrentRows));
    }

    [Fact]
    public void A_text_that_stands_in_both_tables_gives_no_answer_away()
    {
        // Those without the word are the ones that the other table lacks; all others stand in both.
        Frame reference = Texts(1, 300, "invoice");
        Frame current = reference.Filter(row => !reference["body"].FormatCell(row).Contains("invoice", StringComparison.Ordinal));
        var drift = TextDrift.Compare(reference["body"], current["body"]);
        Assert.InRange(drift.Area.Value, 0.55, 1);
        Assert.Equal("invoice", drift.Words[0].Word);
    }

    [Fact]
    public void Missing_texts_and_texts_without_a_common_word_are_borne()
    {
        string?[] some = [.. Enumerable.Range(0, 80).Select(row => row % 2 == 0 ? null : $"word{row % 7} and{row % 11} then{row % 13}")];
        Assert.False(double.IsNaN(TextDrift.Compare(new TextColumn("body", some), new TextColumn("body", some)).Area.Value));

        Frame alone = Frame.Of([new TextColumn("body", Enumerable.Range(0, 60).Select(row => $"a{row}x b{row}x c{row}x d{row}x")), Numbers("x", 1, 60, 0)]);
        Frame others = Frame.Of([new TextColumn("body", Enumerable.Range(100, 60).Select(row => $"a{row}x b{row}x c{row}x d{row}x")), Numbers("x", 2, 60, 0)]);
        TogetherLook look = TogetherDrift.Compare(alone, others).Looks.Single(look => look.Subject == TogetherSubject.Text);
        Assert.True(double.IsNaN(look.PValue));
        Assert.Contains("no word stands in two of them", look.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public void Embeddings_are_found_by_their_prefix_and_are_not_among_the_columns()
    {
        Frame reference = Pair(1, 300, 0).With(Numbers("emb_0", 3, 300, 0)).With(Numbers("emb_1", 4, 300, 0)), current = Pair(2, 300, 0).With(Numbers("emb_0", 5, 300, 1)).With(Numbers("emb_1", 6, 300, 0));
        var drift = TogetherDrift.Compare(reference, current, new TogetherOptions { Embeddings = ["emb_"] });
        Assert.All(drift.Looks, look => Assert.Equal(look.Subject == TogetherSubject.Embedding && look.Method != TogetherMethod.Reconstruction, look.Drifted && look.Method != TogetherMethod.Reconstruction));
        Assert.Equal(3, drift.Looks.Count(look => look.Subject == TogetherSubject.Embedding && look.Name == "emb_"));
        Assert.Equal("Together drift: the embedding 'emb_' has moved.", drift.Summary);
    }

    [Fact]
    public void Vectors_are_compared_without_names_and_threads_change_nothing()
    {
        Matrix reference = Vectors(1, 200, 0), current = Vectors(2, 150, 0.8);
        TogetherDrift one = TogetherDrift.Compare(reference, current, null, new FitContext { Seed = 3, Parallelism = 1 }), two = TogetherDrift.Compare(reference, current, null, new FitContext { Seed = 3, Parallelism = 2 });
        Assert.True(one.HasDrifted);
        Assert.Equal(one.Looks.Select(look => (look.Statistic, look.PValue)), two.Looks.Select(look => (look.Statistic, look.PValue)));
        Assert.False(TogetherDrift.Compare(reference, Vectors(3, 150, 0)).HasDrifted);
    }

    [Fact]
    public void Constant_columns_identifiers_and_times_are_left_out()
    {
        long[] ids = [.. Enumerable.Range(0, 100).Select(i => (long)i)];
        Frame Table(long first, double constant, ulong seed) => Frame.Of([
            new IntegerColumn("id", [.. ids.Select(id => first + id)]),
            new TimestampColumn("at", [.. ids.Select(id => new DateTime(2026, 1, 1).AddDays(first + id).Ticks)]),
            new DoubleColumn("same", [.. ids.Select(_ => constant)]),
            Numbers("x", seed, 100, 0)]);
        var drift = TogetherDrift.Compare(Table(0, 1, 1), Table(1000, 1, 2));
        Assert.False(drift.HasDrifted);
        TogetherLook components = drift.Looks[1];
        Assert.True(double.IsNaN(components.PValue));
        Assert.Equal("one number has nothing that goes with it", components.Evidence);

        Assert.True(TogetherDrift.Compare(Table(0, 1, 1), Table(1000, 2, 2)).HasDrifted);
    }

    [Fact]
    public void Levels_and_missing_cells_are_looked_at_too()
    {
        Frame Table(ulong seed, int rows, bool together)
        {
            var random = new RandomStream(seed);
            string?[] level = new string?[rows];
            double[] number = new double[rows];
            for (int row = 0; row < rows; row++)
            {
                bool isFirst = random.NextInt(2) == 0, isMissing = random.NextInt(2) == 0;
                level[row] = isFirst ? "a" : "b";
                number[row] = (together ? isFirst : isMissing) ? double.NaN : random.NextGaussian();
            }

            return Frame.Of([CategoryColumn.From("level", level), new DoubleColumn("number", number)]);
        }

        Frame reference = Table(1, 400, true), current = Table(2, 400, false);
        Assert.False(TableDrift.Compare(reference, current).HasDrifted);
        Assert.All(TogetherDrift.Compare(reference, current).Looks.Where(look => look.Method != TogetherMethod.Reconstruction), look => Assert.True(look.Drifted, look.ToString()));
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_in_a_sentence()
    {
        Frame few = Pair(1, 19, 0), enough = Pair(1, 50, 0), words = Texts(1, 50, "invoice");
        Refuses("'50' rows of the reference and '19'", enough, few);
        Refuses("begins with 'emb_'", enough, enough, new TogetherOptions { Embeddings = ["emb_"] });
        Refuses("'body' is not of numbers", words, words, new TogetherOptions { Embeddings = ["bo"] });
        Refuses("level of false alarms is '2'", enough, enough, new TogetherOptions { Level = 2 });
        Refuses("least effect is '-1'", enough, enough, new TogetherOptions { LeastEffect = -1 });
        Refuses("number of rows is '3'", enough, enough, new TogetherOptions { MostRows = 3 });
        Refuses("nothing to look at together", enough, Frame.Of([Numbers("z", 1, 50, 0)]));
        Assert.Contains("'3' features and those of now '2'", Assert.Throws<ModelyardException>(() => TogetherDrift.Compare(new Matrix(30, 3), new Matrix(30, 2))).Message, StringComparison.Ordinal);
        Assert.Contains("'50' texts of the reference and '5'", Assert.Throws<ModelyardException>(() => TextDrift.Compare(words["body"], Texts(2, 5, "invoice")["body"])).Message, StringComparison.Ordinal);
    }

    private static void Refuses(string expected, Frame reference, Frame current, TogetherOptions? options = null) =>
        Assert.Contains(expected, Assert.Throws<ModelyardException>(() => TogetherDrift.Compare(reference, current, options)).Message, StringComparison.Ordinal);

    private static Frame Pair(ulong seed, int rows, double correlation)
    {
        double[] x = Numbers("x", seed, rows, 0).Values.ToArray(), noise = Numbers("y", seed + 1000, rows, 0).Values.ToArray();
        return Frame.Of([new DoubleColumn("x", x), new DoubleColumn("y", [.. x.Zip(noise, (one, other) => (correlation * one) + (Math.Sqrt(1 - (correlation * correlation)) * other))])]);
    }

    private static DoubleColumn Numbers(string name, ulong seed, int rows, double mean)
    {
        var random = new RandomStream(seed, 9);
        double[] values = new double[rows];
        foreach (ref double value in values.AsSpan())
        {
            value = mean + random.NextGaussian();
        }

        return new DoubleColumn(name, values);
    }

    private static Matrix Vectors(ulong seed, int rows, double mean) => new(Numbers("v", seed, 8 * rows, mean).Values.ToArray(), rows, 8);

    private static Frame Texts(ulong seed, int rows, string telling)
    {
        string[] words = ["please", "send", "order", "today", "thanks", "again", "with", "soon", "parcel", "number", "kind", "regards"];
        var random = new RandomStream(seed);
        string[] texts = new string[rows];
        for (int row = 0; row < rows; row++)
        {
            var drawn = new List<string> { random.NextInt(10) < 3 ? telling : "hello" };
            for (int i = 0; i < 8; i++)
            {
                drawn.Add(words[random.NextInt(words.Length)]);
            }

            texts[row] = string.Join(' ', drawn);
        }

        return Frame.Of([new TextColumn("body", texts)]);
    }
}
