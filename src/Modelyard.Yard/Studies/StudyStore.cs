using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle;

/// <summary>Keeps the trials of the searches of a yard, so that a search that was killed can go on.</summary>
public sealed class StudyStore
{
    private readonly Database _database;

    internal StudyStore(Database database) => _database = database;

    /// <summary>Opens the journal of a search, of a new one or of one that was begun before.</summary>
    /// <param name="name">The name of the search.</param>
    /// <returns>The journal, to be disposed.</returns>
    /// <exception cref="YardException">The name is none.</exception>
    public StudyJournal Open(string name) => new(_database, ModelReference.CheckName("study", name));

    /// <summary>Lists the names of the searches, in the order of the alphabet.</summary>
    /// <returns>The names.</returns>
    public IReadOnlyList<string> List() => _database.Read(connection => connection.Query("SELECT name FROM studies ORDER BY name;", row => row.GetString(0)));
}
