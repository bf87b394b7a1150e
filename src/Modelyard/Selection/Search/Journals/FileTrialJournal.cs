using System.Text;
using System.Text.Json;

namespace Modelyard.Selection.Search;

/// <summary>Represents a file of trials, a JSON object a line, that is written at its end and brought to the disk with every line.</summary>
/// <remarks>A last line that was cut off by the death of the process is as if it had not been written. The file is locked: a second search cannot write to it.</remarks>
public sealed class FileTrialJournal : ITrialJournal, IDisposable
{
    private readonly string _path;
    private readonly Lock _lock = new();
    private FileStream? _file;

    /// <summary>Initializes a journal; the file is made, or opened, when a search begins.</summary>
    /// <param name="path">The path of the file.</param>
    public FileTrialJournal(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = path;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Trial> Open(string identity)
    {
        try
        {
            _file?.Dispose();
            _file = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (File.Exists(_path))
        {
            throw new ModelyardException($"The journal '{_path}' is being written by another search. Wait for its end, or name another file.", fault);
        }

        byte[] content = new byte[_file.Length];
        _file.ReadExactly(content);
        int whole = content.AsSpan().LastIndexOf((byte)'\n') + 1;
        _file.SetLength(whole);
        _file.Position = whole;
        string[] lines = Encoding.UTF8.GetString(content, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0)
        {
            Append(TrialJson.Write(json => json.WriteString("study", identity)));
            return [];
        }

        return Read(lines, identity);
    }

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<Trial> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);

        // One line for all, so that a batch is there as a whole or not at all.
        Append($"{{\"begin\":[{string.Join(',', trials.Select(TrialJson.Begun))}]}}");
    }

    /// <inheritdoc/>
    public void End(Trial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        Append($"{{\"end\":{TrialJson.Ended(trial)}}}");
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private List<Trial> Read(string[] lines, string identity)
    {
        var trials = new List<Trial>();
        for (int line = 0; line < lines.Length; line++)
        {
            try
            {
                using var document = JsonDocument.Parse(lines[line]);
                JsonElement json = document.RootElement;
                if (line == 0)
                {
                    StudyIdentity.Check($"The journal '{_path}'", json.GetProperty("study").GetString()!, identity);
                }
                else if (json.TryGetProperty("begin", out JsonElement begun))
                {
                    trials.AddRange(begun.EnumerateArray().Select(TrialJson.Begun));
                }
                else
                {
                    JsonElement ended = json.GetProperty("end");
                    int number = ended.GetProperty("number").GetInt32();
                    trials[number] = TrialJson.Ended(trials[number], ended);
                }
            }
            catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
            {
                throw new ModelyardException($"The journal '{_path}' is damaged in line {line + 1}: {fault.Message} Name another file to begin anew.", fault);
            }
        }

        return trials;
    }

    private void Append(string line)
    {
        lock (_lock)
        {
            FileStream file = _file ?? throw new InvalidOperationException("The journal is not open; a search opens it when it begins.");
            file.Write(Encoding.UTF8.GetBytes(line + "\n"));
            file.Flush(flushToDisk: true);
        }
    }
}
