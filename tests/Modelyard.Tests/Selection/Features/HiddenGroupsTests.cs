using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Numerics;
using Modelyard.Selection.Features;
using Modelyard.Tests.Frames;

namespace Modelyard.Tests.Selection.Features;

/// <summary>Holds the search for unnamed groups to simulated visits, split by row and by patient, and to halves of tables without groups.</summary>
public sealed class HiddenGroupsTests
{
    private const int Patients = 300;
    private const int Visits = 4;

    [Theory]
    [InlineData("patient_id", false)]
    [InlineData("patient", false)]
    [InlineData("patient", true)]
    public void Patients_in_both_tables_are_found_and_severe_as_they_tell_the_target(string name, bool texts)
    {
        (Frame train, Frame test) = ByRow(Simulated(name, texts, effect: 1, targetEffect: 1), 1);
        LeakageFinding finding = Assert.Single(Groups(train, test, "y"));
        Assert.Equal((LeakageSeverity.Severe, name), (finding.Severity, finding.Column));
        Assert.Contains("and in 'y'", finding.Evidence, StringComparison.Ordinal);
        Assert.Contains($"--group {name}", finding.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_few_patients_of_many_visits_are_found(bool texts)
    {
        for (ulong seed = 0; seed < 10; seed++)
        {
            (Frame train, Frame test) = ByRow(OfFew(seed, texts, effect: 1), seed);
            LeakageFinding finding = Assert.Single(Groups(train, test, "y"));
            Assert.Equal((LeakageSeverity.Severe, "patient"), (finding.Severity, finding.Column));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Names_of_rows_of_pure_noise_are_not_found(bool texts)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            (Frame train, Frame test) = ByRow(OfFew(seed, texts, effect: 0), seed);
            Assert.Empty(Groups(train, test, "y"));
        }
    }

    [Fact]
    public void Patients_that_do_not_tell_the_target_are_suspicious_if_the_column_names_them()
    {
        (Frame train, Frame test) = ByRow(Simulated("patient_id", texts: false, effect: 1, targetEffect: 0), 2);
        Assert.Equal(LeakageSeverity.Suspicious, Assert.Single(Groups(train, test, "y")).Severity);
        (train, test) = ByRow(Simulated("visits_before", texts: false, effect: 1, targetEffect: 0), 2);
        Assert.Empty(Groups(train, test, "y"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Patients_that_are_in_one_table_only_are_not_found(bool texts)
    {
        Frame visits = Simulated("patient_id", texts, effect: 1, targetEffect: 1);
        Assert.Empty(Groups(visits.Filter(row => row / Visits % 2 == 0), visits.Filter(row => row / Visits % 2 == 1), "y"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Numbers_of_which_rows_have_nothing_in_common_are_not_found(bool texts)
    {
        (Frame train, Frame test) = ByRow(Simulated("patient_id", texts, effect: 0, targetEffect: 0), 3);
        Assert.Empty(Groups(train, test, "y"));
    }

    [Fact]
    public void Rows_that_are_equal_whole_are_told_once()
    {
        Frame visits = Simulated("patient_id", texts: false, effect: 1, targetEffect: 1).Filter(row => row % Visits == 0);
        LeakageFinding[] findings = [.. LeakageCheck.Run(visits, new LeakageOptions { Target = "y" }, FitContext.Default, visits).Findings];
        Assert.Contains(findings, finding => finding.Kind == LeakageKind.SharedRows);
        Assert.DoesNotContain(findings, finding => finding.Kind == LeakageKind.GroupOverlap);
    }

    [Fact]
    public void A_group_that_was_named_is_told_once()
    {
        (Frame train, Frame test) = ByRow(Simulated("patient_id", texts: false, effect: 1, targetEffect: 1), 4);
        LeakageReport report = LeakageCheck.Run(train, new LeakageOptions { Target = "y", Group = "patient_id" }, FitContext.Default, test);
        Assert.Single(report.Findings, finding => finding.Kind == LeakageKind.GroupOverlap);
    }

    [Fact]
    public void Rounded_measures_that_drive_all_others_are_no_groups()
    {
        var random = new RandomStream(5);
        double[] size = [.. Enumerable.Range(0, 1500).Select(_ => random.NextGaussian())];
        Column Measure(string name, double scale) => new IntegerColumn(name, [.. size.Select(value => (long)Math.Round(scale * (value + (0.2 * random.NextGaussian()))))]);
        Frame table = Frame.Of(Measure("height", 40), Measure("weight", 60), Measure("span", 90), Measure("order_no", 200), Measure("y", 1000));
        (Frame train, Frame test) = ByRow(table, 5);
        Assert.Empty(Groups(train, test, "y"));
    }

    [Theory]
    [InlineData("penguins", "species")]
    [InlineData("diamonds", "price")]
    [InlineData("diamonds", "cut")]
    [InlineData("telco-churn", "churn")]
    [InlineData("concrete", "compressive_strength")]
    [InlineData("LetterRecognition", "lettr")]
    public void Halves_of_tables_without_groups_have_none(string file, string target)
    {
        Frame table = CsvReader.Read(RepositoryFiles.Table(file)).Frame.Head(8000);
        for (ulong seed = 1; seed <= 3; seed++)
        {
            (Frame train, Frame test) = ByRow(table, seed);
            Assert.Empty(Groups(train, test, target));
        }
    }

    [Fact]
    public void Missing_cells_and_tables_of_one_row_are_borne()
    {
        Frame visits = Simulated("patient_id", texts: false, effect: 2, targetEffect: 1);
        var gaps = new DoubleColumn("gaps", [.. Enumerable.Range(0, visits.RowCount).Select(row => row % 3 == 0 ? double.NaN : row % 7)]);
        (Frame train, Frame test) = ByRow(visits.With(gaps), 6);
        Assert.Equal("patient_id", Assert.Single(Groups(train, test, "y")).Column);
        Assert.Empty(Groups(train, test.Head(1), "y"));
        Assert.Empty(Groups(train.Head(1), test, "y"));
    }

    private static IEnumerable<LeakageFinding> Groups(Frame train, Frame test, string target)
    {
        string[] common = [.. train.Columns.Select(column => column.Name)];
        return HiddenGroups.Run(train, test, common, new LeakageOptions { Target = target });
    }

    private static (Frame Train, Frame Test) ByRow(Frame table, ulong seed)
    {
        var random = new RandomStream(seed);
        bool[] learned = [.. Enumerable.Range(0, table.RowCount).Select(_ => random.NextDouble() < 0.5)];
        return (table.Filter(row => learned[row]), table.Filter(row => !learned[row]));
    }

    /// <summary>Simulates visits: each measure is that of the patient, times an effect, and noise of its own.</summary>
    private static Frame Simulated(string name, bool texts, double effect, double targetEffect)
    {
        var random = new RandomStream(7);
        int[] patients = [.. Enumerable.Range(0, Patients * Visits).Select(row => row / Visits * 7919 % 10_007)];
        double[] Measure(double own)
        {
            double[] ofPatient = [.. Enumerable.Range(0, Patients).Select(_ => own * random.NextGaussian())];
            return [.. patients.Select((_, row) => ofPatient[row / Visits] + random.NextGaussian())];
        }

        Column identity = texts ? new TextColumn(name, patients.Select(patient => $"P{patient}")) : new IntegerColumn(name, [.. patients.Select(patient => (long)patient)]);
        return Frame.Of(identity, new DoubleColumn("pressure", Measure(effect)), new DoubleColumn("sugar", Measure(effect)), new DoubleColumn("pulse", Measure(effect)), new DoubleColumn("y", Measure(targetEffect)));
    }

    /// <summary>Simulates ten visits each of sixty patients, whose measures and class are much those of the patient, or nobody's.</summary>
    private static Frame OfFew(ulong seed, bool texts, double effect)
    {
        const int Few = 60, Each = 10;
        var random = new RandomStream(13, seed);
        int[] numbers = random.Permutation(1000)[..Few];
        double[] Measure()
        {
            double[] own = [.. numbers.Select(_ => random.NextGaussian())];
            return [.. Enumerable.Range(0, Few * Each).Select(row => (effect * own[row / Each]) + (0.2 * random.NextGaussian()))];
        }

        Column identity = texts
            ? new TextColumn("patient", Enumerable.Range(0, Few * Each).Select(row => $"x{numbers[row / Each]}"))
            : new IntegerColumn("patient", [.. Enumerable.Range(0, Few * Each).Select(row => (long)numbers[row / Each])]);
        return Frame.Of(
            [identity, .. "abcd".Select(name => new DoubleColumn(name.ToString(), Measure())), new TextColumn("y", Measure().Select(value => value > 0 ? "p" : "q"))]);
    }
}
