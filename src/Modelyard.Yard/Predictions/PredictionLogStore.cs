using Modelyard.Lifecycle.Predictions.Journals;

namespace Modelyard.Lifecycle.Predictions;

/// <summary>Keeps the logs of predictions: a folder for each model.</summary>
public sealed class PredictionLogStore
{
    private const string FolderName = "predictions";
    private const int MostNameLength = 200;

    /// <summary>Initializes a store.</summary>
    /// <param name="folder">The folder of all logs, which need not be there.</param>
    public PredictionLogStore(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Folder = Path.GetFullPath(folder);
    }

    /// <summary>Gets the folder of all logs.</summary>
    public string Folder { get; }

    /// <summary>Gets the folder of the logs of a yard.</summary>
    /// <param name="yard">The folder of the yard, which need not be there.</param>
    /// <returns>The path.</returns>
    public static string FolderIn(string yard) => Path.Combine(yard, FolderName);

    /// <summary>Opens the log of a model, and makes it if it is not there.</summary>
    /// <param name="model">The name of the model.</param>
    /// <param name="options">What is kept; the defaults if null.</param>
    /// <param name="clock">Tells the time; that of the machine if null.</param>
    /// <returns>The log, to be disposed.</returns>
    /// <exception cref="ModelyardException">The options are out of range, the name is too long, or the folder cannot be used.</exception>
    public PredictionLog Open(string model, PredictionLogOptions? options = null, TimeProvider? clock = null) => PredictionLog.Open(FolderOf(model), options, clock);

    /// <summary>Determines whether there is a log of a model.</summary>
    /// <param name="model">The name of the model.</param>
    /// <returns>True if there is.</returns>
    public bool Contains(string model) => HasAny(FolderOf(model));

    /// <summary>Lists the models that have logs.</summary>
    /// <returns>The names, in order.</returns>
    public IReadOnlyList<string> List() => Directory.Exists(Folder)
        ? [.. Directory.EnumerateDirectories(Folder).Where(HasAny).Select(folder => Uri.UnescapeDataString(Path.GetFileName(folder))).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Gets a text that is another one when predictions or labels have been written since: of the newest day of each log, the number of its files and their bytes.</summary>
    public string Revision
    {
        get
        {
            try
            {
                return Directory.Exists(Folder) ? string.Join(' ', new DirectoryInfo(Folder).EnumerateDirectories().Select(RevisionOf)) : "";
            }
            catch (IOException)
            {
                // A file or a day that was removed meanwhile is a change too.
                return "";
            }
        }
    }

    private static string RevisionOf(DirectoryInfo log)
    {
        DirectoryInfo? newest = log.EnumerateDirectories().Where(day => DateOnly.TryParseExact(day.Name, "yyyy-MM-dd", out _)).MaxBy(day => day.Name, StringComparer.Ordinal);
        FileInfo[] files = newest?.GetFiles() ?? [];
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{log.Name}:{newest?.Name}:{files.Length}:{files.Sum(file => file.Length)}");
    }

    // A log whose rows are all over is still known by what was added up of them.
    private static bool HasAny(string folder) => new SegmentFolder(folder) is var log && (log.Days().Any() || log.RolledUp().Any());

    // Names of model files are not under anybody's control: what could lead out of the folder is escaped.
    private string FolderOf(string model)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        string name = Uri.EscapeDataString(model).Replace("*", "%2A", StringComparison.Ordinal);
        name = name.StartsWith('.') ? "%2E" + name[1..] : name;
        return name.Length <= MostNameLength
            ? Path.Combine(Folder, name)
            : throw new YardException($"The name of the model has '{model.Length}' characters, which is too long for the folder of its log. Give it a shorter one.");
    }
}
