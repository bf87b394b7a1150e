using Modelyard.Learning;
using Modelyard.Preparation.Text;

namespace Modelyard.Preparation;

/// <summary>Says how the inputs of a table are prepared for one kind of learner, and why, in words.</summary>
/// <param name="Steps">The transformers, in order.</param>
/// <param name="Sentences">What each of them does.</param>
public sealed record PreparationPlan(IReadOnlyList<ITransformer> Steps, IReadOnlyList<string> Sentences)
{
    private const int MostNativeLevels = 100;
    private const int MostOneHotLevels = 30;

    // A penalty keeps many columns in check, where trees would need a split for each.
    private const int MostOneHotLevelsOfSums = 100;
    private const double LeastShareInLevels = 0.8;
    private const int LeastRowsPerLevel = 5;

    // What does not take sparse features is given the terms that tell most: as many as trees look through in the time that the others take.
    private const int MostDenseTerms = 500;

    /// <summary>Gets the plan that leaves the inputs as they are.</summary>
    public static PreparationPlan None { get; } = new([], []);

    /// <summary>Plans the preparation of a training set.</summary>
    /// <param name="data">The training rows.</param>
    /// <param name="traits">What the learner can take.</param>
    /// <param name="codes">Whether categories become numbers, the positions of their levels, also for a learner that takes them as they are.</param>
    /// <returns>The plan; it looks at the inputs alone, never at the target.</returns>
    public static PreparationPlan For(Dataset data, LearnerTraits traits, bool codes = false)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(traits);
        if (TermLayout.Find(data.Schema) is { } layout)
        {
            return WithTexts(layout, TextPreparationModel.Lengths(layout, data), traits, codes);
        }

        var steps = new List<ITransformer>();
        var sentences = new List<string>();
        AddDates(data.Schema, traits, steps, sentences);

        if (codes)
        {
            PlanCodes(data, steps, sentences);
        }
        else
        {
            PlanCategories(data, traits, steps, sentences);
        }

        AddNumbers(data.Schema, traits, steps, sentences);
        if (traits.WholeNumbers && data.Schema.Any(feature => !feature.IsCategorical))
        {
            var bins = new KBinsDiscretizer { Encoding = BinEncoding.Ordinal };
            steps.Add(bins);
            sentences.Add($"Numbers become the position of one of {bins.Bins} bins of about as many rows each.");
        }

        if (steps.Count == 0)
        {
            sentences.Add("Nothing was needed: the columns are taken as they are, missing cells and categories too.");
        }

        return new PreparationPlan(steps, sentences);
    }

    /// <summary>Plans the preparation of a stream: by steps that learn from one, so that categories of many levels keep their most frequent ones and share a column for the rest.</summary>
    /// <param name="schema">The inputs.</param>
    /// <param name="traits">What the learner can take.</param>
    /// <returns>The plan.</returns>
    public static PreparationPlan ForStream(FeatureSchema schema, LearnerTraits traits)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(traits);
        var steps = new List<ITransformer>();
        var sentences = new List<string>();
        AddDates(schema, traits, steps, sentences);

        string[] categorical = [.. schema.Where(feature => feature.IsCategorical).Select(feature => feature.Name)];
        if (categorical.Length > 0 && !traits.Categories)
        {
            steps.Add(new OneHotEncoder { Columns = categorical, RareRows = LeastRowsPerLevel });
            sentences.Add($"Categories become one column a level, rare levels together: {List(categorical)}.");
        }

        AddNumbers(schema, traits, steps, sentences);
        return new PreparationPlan(steps, sentences);
    }

    /// <summary>Plans the columns as if there were no texts, and the terms of the texts beside them.</summary>
    private static PreparationPlan WithTexts(TermLayout layout, Dataset columns, LearnerTraits traits, bool codes)
    {
        PreparationPlan own = For(columns, traits, codes);
        var steps = new List<ITransformer>(own.Steps);
        var sentences = new List<string>(own.Steps.Count == 0 ? [] : own.Sentences);
        if (traits.NonNegative)
        {
            steps.Add(new MinMaxScaler());
            sentences.Add("Numbers are brought to the range from 0 to 1, so that none weighs more than a word.");
        }

        string texts = List([.. layout.Texts.Select(text => layout.Columns[text].Name)]);
        int terms = layout.Starts[^1] - layout.Columns.Count;
        string name = layout.Texts.Select(text => TextTerms.NameOf(layout.Columns[text])).MaxBy(one => one.Length)!;
        bool some = !traits.Sparse && terms > MostDenseTerms;
        sentences.Add(
            $"Texts become their {name}, each weighted by how often it stands there and how rare it is (TF-IDF), and their length: {texts}. "
            + (some ? $"Of {terms:N0} the {MostDenseTerms:N0} that tell most of the target are taken." : $"There are {terms:N0}."));
        return new PreparationPlan([new TextPreparation(steps, new TfidfTransformer { Sublinear = true }) { MostTerms = traits.Sparse ? null : MostDenseTerms }], sentences);
    }

    /// <summary>Plans dates: what asks for thresholds is given the parts of the calendar, what adds up or measures distances a line and waves, which do not break at New Year.</summary>
    private static void AddDates(FeatureSchema schema, LearnerTraits traits, List<ITransformer> steps, List<string> sentences)
    {
        string[] dates = [.. schema.Where(feature => feature.Kind == FeatureKind.Timestamp).Select(feature => feature.Name)];
        if (dates.Length == 0)
        {
            return;
        }

        if (traits.ScaleSensitive || traits.Linear)
        {
            steps.Add(new DateCycles { Columns = dates });
            sentences.Add($"Dates become days since 1970, and waves of the year, month, week and day where the rows span a whole one: {List(dates)}.");
        }
        else
        {
            steps.Add(new DateParts { Columns = dates });
            sentences.Add($"Dates become days, months, weekdays and hours: {List(dates)}.");
        }
    }

    private static void AddNumbers(FeatureSchema schema, LearnerTraits traits, List<ITransformer> steps, List<string> sentences)
    {
        if (!traits.MissingValues && schema.Any(feature => !feature.IsCategorical))
        {
            steps.Add(new Imputer());
            sentences.Add("Missing numbers become the median, with a column that says so.");
        }

        if (traits.ScaleSensitive)
        {
            steps.Add(new StandardScaler());
            sentences.Add("Numbers are brought to mean 0 and standard deviation 1.");
        }
    }

    private static void PlanCodes(Dataset data, List<ITransformer> steps, List<string> sentences)
    {
        string[] categorical = [.. data.Schema.Where(feature => feature.IsCategorical).Select(feature => feature.Name)];
        if (categorical.Length > 0)
        {
            steps.Add(new OrdinalEncoder { Columns = categorical });
            sentences.Add($"Categories become the positions of their levels: {List(categorical)}.");
        }
    }

    private static void PlanCategories(Dataset data, LearnerTraits traits, List<ITransformer> steps, List<string> sentences)
    {
        Feature[] categorical = [.. data.Schema.Where(feature => feature.IsCategorical)];
        int most = traits.Categories ? MostNativeLevels : traits.ScaleSensitive ? MostOneHotLevelsOfSums : MostOneHotLevels;
        double rareRows = Math.Min(LeastRowsPerLevel, data.RowCount / 50.0);
        string[] many = [.. categorical.Where(feature => LevelsFor(data, feature, traits, rareRows) > most).Select(feature => feature.Name)];
        string[] few = [.. categorical.Select(feature => feature.Name).Except(many, StringComparer.Ordinal)];
        if (many.Length > 0)
        {
            steps.Add(new TargetEncoder { Columns = many });
            sentences.Add($"Categories of more than {most} levels become what their level says of the target, cross-fitted: {List(many)}.");
        }

        if (few.Length > 0 && !traits.Categories)
        {
            steps.Add(new OneHotEncoder { Columns = few, RareRows = rareRows });
            sentences.Add($"Categories become one column a level, rare levels together: {List(few)}.");
        }
    }

    /// <summary>Counts the levels that a learner would see: those that are not put together as rare, if most rows have one of them, else all.</summary>
    private static int LevelsFor(Dataset data, Feature feature, LearnerTraits traits, double rareRows)
    {
        if (traits.Categories || feature.Levels.Count <= MostOneHotLevels)
        {
            return feature.Levels.Count;
        }

        int[] rows = new int[feature.Levels.Count];
        int column = data.Schema.IndexOf(feature.Name);
        for (int row = 0; row < data.RowCount; row++)
        {
            double code = data.Features[row, column];
            if (code >= 0 && code < rows.Length)
            {
                rows[(int)code]++;
            }
        }

        int[] kept = [.. rows.Where(count => count >= rareRows)];
        return kept.Sum() >= LeastShareInLevels * rows.Sum() ? kept.Length : feature.Levels.Count;
    }

    private static string List(string[] names) => string.Join(", ", names.Take(12)) + (names.Length > 12 ? $" and {names.Length - 12} more" : "");
}
