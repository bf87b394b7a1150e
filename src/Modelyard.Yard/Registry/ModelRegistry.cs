using Microsoft.Data.Sqlite;
using Modelyard.Lifecycle.Storage;
using Modelyard.Persistence;

namespace Modelyard.Lifecycle;

/// <summary>Keeps models with their versions and aliases.</summary>
/// <remarks>A reference is <c>name</c>, <c>name:version</c> or <c>name@alias</c>. A plain name means the alias <c>champion</c> if it is set, else the newest version.</remarks>
public sealed class ModelRegistry
{
    private readonly Database _database;
    private readonly ArtifactStore _artifacts;
    private readonly RunStore _runs;

    internal ModelRegistry(Database database, ArtifactStore artifacts, RunStore runs)
    {
        _database = database;
        _artifacts = artifacts;
        _runs = runs;
    }

    /// <summary>Gets a number that grows with every new version and every moved or removed alias, of whichever process. Reading it is cheap.</summary>
    public long Revision => _database.Read(connection => (long)connection.Scalar("SELECT value FROM revision;")!);

    /// <summary>Registers a new version of a model.</summary>
    /// <param name="name">The name of the model, made if it is new.</param>
    /// <param name="package">The model.</param>
    /// <param name="runId">The run that made it; null if it is not known.</param>
    /// <param name="description">A description; null for none.</param>
    /// <param name="tags">Tags by name; null for none.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="YardException">The name is not allowed, the run is not there, or the yard cannot be written.</exception>
    public ModelVersion Register(string name, ModelPackage package, string? runId = null, string? description = null, IReadOnlyDictionary<string, string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(package);
        ModelReference.CheckName("model", name);
        return Add(name, _artifacts.Add(stream => ModelFile.Write(package, stream)), runId, description, tags);
    }

    /// <summary>Registers a model file as a new version. The file is read and checked first.</summary>
    /// <param name="name">The name of the model, made if it is new.</param>
    /// <param name="path">The path of the model file.</param>
    /// <param name="runId">The run that made it; null if it is not known.</param>
    /// <param name="description">A description; null for none.</param>
    /// <param name="tags">Tags by name; null for none.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="YardException">The name is not allowed, the run is not there, or the yard cannot be written.</exception>
    /// <exception cref="ModelyardException">The file is not there or is no model file.</exception>
    public ModelVersion Register(string name, string path, string? runId = null, string? description = null, IReadOnlyDictionary<string, string>? tags = null)
    {
        ModelReference.CheckName("model", name);
        ModelFile.Read(path);
        return Add(name, _artifacts.AddFile(path), runId, description, tags);
    }

    /// <summary>Lists the models by name.</summary>
    /// <returns>The models.</returns>
    public IReadOnlyList<RegisteredModel> List() => _database.Read(connection => Names(connection).ConvertAll(name => ReadModel(connection, name)));

    /// <summary>Gets a model with its versions and aliases.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The model.</returns>
    /// <exception cref="YardException">There is no model of this name.</exception>
    public RegisteredModel Show(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _database.Read(connection => ReadModel(connection, name));
    }

    /// <summary>Finds the version that a reference means now.</summary>
    /// <param name="reference">The name, name:version or name@alias.</param>
    /// <returns>The version.</returns>
    /// <exception cref="YardException">The reference is malformed, or there is no such model, version or alias.</exception>
    public ModelVersion Resolve(string reference)
    {
        ModelReference parsed = ModelReference.Parse(reference);
        return _database.Read(connection => Find(ReadModel(connection, parsed.Name), parsed));
    }

    /// <summary>Lets an alias point to a version.</summary>
    /// <param name="name">The name of the model.</param>
    /// <param name="alias">The alias, as in <c>champion</c>.</param>
    /// <param name="version">The number of the version.</param>
    /// <exception cref="YardException">The alias is not allowed, or there is no such model or version.</exception>
    public void SetAlias(string name, string alias, int version)
    {
        CheckAlias(alias);
        _database.Write(connection =>
        {
            Find(ReadModel(connection, name), new ModelReference(name, version, null));
            PointAlias(connection, name, alias, version);
        });
    }

    /// <summary>Lists where an alias has pointed, as far as that was written down: moves before the yard kept them are not known.</summary>
    /// <param name="name">The name of the model.</param>
    /// <param name="alias">The alias.</param>
    /// <param name="limit">The greatest number of moves.</param>
    /// <returns>The moves, the latest first.</returns>
    /// <exception cref="YardException">There is no model of this name.</exception>
    public IReadOnlyList<AliasMove> Moves(string name, string alias, int limit = 100)
    {
        ArgumentNullException.ThrowIfNull(alias);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return _database.Read(connection =>
        {
            ReadModel(connection, name);
            return connection.Query("SELECT version, moved FROM alias_moves WHERE model = ?1 AND alias = ?2 ORDER BY moved DESC, rowid DESC LIMIT ?3;", row => new AliasMove((int?)row.Integer(0), row.Time(1).UtcDateTime), name, alias, limit);
        });
    }

    /// <summary>Sets a tag of a version.</summary>
    /// <param name="name">The name of the model.</param>
    /// <param name="version">The number of the version.</param>
    /// <param name="tag">The name of the tag.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="YardException">There is no such model or version.</exception>
    public void SetTag(string name, int version, string tag, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        ArgumentNullException.ThrowIfNull(value);
        _database.Write(connection =>
        {
            Find(ReadModel(connection, name), new ModelReference(name, version, null));
            connection.Run("INSERT OR REPLACE INTO version_tags VALUES (?1, ?2, ?3, ?4);", name, version, tag, value);
            Advance(connection);
        });
    }

    /// <summary>Removes an alias.</summary>
    /// <param name="name">The name of the model.</param>
    /// <param name="alias">The alias.</param>
    /// <exception cref="YardException">There is no such model or alias.</exception>
    public void RemoveAlias(string name, string alias)
    {
        CheckAlias(alias);
        _database.Write(connection =>
        {
            Find(ReadModel(connection, name), new ModelReference(name, null, alias));
            connection.Run("DELETE FROM aliases WHERE model = ?1 AND alias = ?2;", name, alias);
            WriteMove(connection, name, alias, null);
            Advance(connection);
        });
    }

    /// <summary>Reads the model that a reference means now.</summary>
    /// <param name="reference">The name, name:version or name@alias.</param>
    /// <returns>The model.</returns>
    /// <exception cref="YardException">There is no such version, or its file is damaged.</exception>
    public ModelPackage Load(string reference) => Load(Resolve(reference));

    /// <summary>Reads the model of a version.</summary>
    /// <param name="version">The version.</param>
    /// <returns>The model.</returns>
    /// <exception cref="YardException">Its file is damaged or gone.</exception>
    public ModelPackage Load(ModelVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        using Stream file = _artifacts.Open(version.Digest);
        return ModelFile.Read(file);
    }

    /// <summary>Reads what the file of a version says of its model, without the model itself.</summary>
    /// <param name="version">The version.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="YardException">Its file is damaged or gone.</exception>
    public ModelManifest ReadManifest(ModelVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        using Stream file = _artifacts.Open(version.Digest);
        return ModelFile.ReadManifest(file);
    }

    /// <summary>Copies the model file of a version out of the yard.</summary>
    /// <param name="reference">The name, name:version or name@alias.</param>
    /// <param name="path">The path of the copy, which is replaced if it is there.</param>
    /// <returns>The version.</returns>
    /// <exception cref="YardException">There is no such version, its file is damaged, or the copy cannot be written.</exception>
    public ModelVersion Export(string reference, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ModelVersion version = Resolve(reference);
        return YardFault.Translate($"The model '{version.Reference}' cannot be exported to '{path}'", () =>
        {
            using Stream content = _artifacts.Open(version.Digest);
            WholeFile.Write(path, content.CopyTo);
            return version;
        });
    }

    /// <summary>Registers a model file under the name that it carries, or another.</summary>
    /// <param name="path">The path of the model file.</param>
    /// <param name="name">The name of the model; null for the one in the file.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="ModelyardException">The file is not there or is no model file, or the name is not allowed.</exception>
    public ModelVersion Import(string path, string? name = null) => Register(name ?? ModelFile.ReadManifest(path).Name, path);

    /// <summary>Finds where a version comes from.</summary>
    /// <param name="reference">The name, name:version or name@alias.</param>
    /// <returns>Version, run, data file and the runs above.</returns>
    /// <exception cref="YardException">There is no such version.</exception>
    public ModelLineage Lineage(string reference)
    {
        ModelVersion version = Resolve(reference);
        Run? run = _runs.TryGet(version.RunId);
        var parents = new List<Run>();
        for (Run? parent = _runs.TryGet(run?.Parent); parent is not null && parents.TrueForAll(known => known.Id != parent.Id); parent = _runs.TryGet(parent.Parent))
        {
            parents.Add(parent);
        }

        return new ModelLineage(version, run, parents);
    }

    /// <summary>Registers a new version and does something more with it, all or nothing.</summary>
    /// <param name="name">The name of the model.</param>
    /// <param name="package">The model.</param>
    /// <param name="runId">The run that made it.</param>
    /// <param name="description">A description; null for none.</param>
    /// <param name="tags">Tags by name.</param>
    /// <param name="more">What is done in the same transaction, given the new version.</param>
    internal ModelVersion Register(string name, ModelPackage package, string runId, string? description, IReadOnlyDictionary<string, string> tags, Action<SqliteConnection, ModelVersion> more) =>
        Add(name, _artifacts.Add(stream => ModelFile.Write(package, stream)), runId, description, tags, more);

    /// <summary>Finds the version that an alias points to; null if it is not set.</summary>
    internal static int? AliasOf(SqliteConnection connection, string name, string alias) => (int?)(long?)connection.Scalar("SELECT version FROM aliases WHERE model = ?1 AND alias = ?2;", name, alias);

    /// <summary>Lets an alias point to a version.</summary>
    internal static void PointAlias(SqliteConnection connection, string name, string alias, int version)
    {
        connection.Run("INSERT OR REPLACE INTO aliases VALUES (?1, ?2, ?3);", name, alias, version);
        WriteMove(connection, name, alias, version);
        Advance(connection);
    }

    private ModelVersion Add(string name, (string Digest, long Size) stored, string? runId, string? description, IReadOnlyDictionary<string, string>? tags, Action<SqliteConnection, ModelVersion>? more = null) => _database.Write(connection =>
    {
        if (runId is not null && connection.Scalar("SELECT 1 FROM runs WHERE id = ?1;", runId) is null)
        {
            throw new YardException($"There is no run '{runId}' that could have made the model '{name}'.");
        }

        long now = DateTimeOffset.UtcNow.UtcTicks;
        connection.Run("INSERT OR IGNORE INTO models VALUES (?1, ?2, NULL);", name, now);
        long version = (long)connection.Scalar("SELECT COALESCE(MAX(version), 0) + 1 FROM versions WHERE model = ?1;", name)!;
        connection.Run("INSERT INTO versions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7);", name, version, now, runId, stored.Digest, stored.Size, description);
        foreach ((string tag, string value) in tags ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            connection.Run("INSERT INTO version_tags VALUES (?1, ?2, ?3, ?4);", name, version, tag, value);
        }

        Advance(connection);
        more?.Invoke(connection, ReadModel(connection, name).Latest);
        return ReadModel(connection, name).Latest;
    });

    /// <summary>Writes down where an alias pointed from when on, so that it can be told of a moment later.</summary>
    private static void WriteMove(SqliteConnection connection, string name, string alias, int? version) =>
        connection.Run("INSERT INTO alias_moves VALUES (?1, ?2, ?3, ?4);", name, alias, version, DateTimeOffset.UtcNow.UtcTicks);

    private static void Advance(SqliteConnection connection) => connection.Run("UPDATE revision SET value = value + 1;");

    private static void CheckAlias(string alias)
    {
        if (ModelReference.CheckName("alias", alias) == ModelReference.Latest)
        {
            throw new YardException($"The alias '{ModelReference.Latest}' always means the newest version and cannot be set or removed. Choose another name.");
        }
    }

    private static List<string> Names(SqliteConnection connection) => connection.Query("SELECT name FROM models ORDER BY name;", row => row.GetString(0));

    private static RegisteredModel ReadModel(SqliteConnection connection, string name)
    {
        if (connection.Scalar("SELECT created FROM models WHERE name = ?1;", name) is not long created)
        {
            throw new YardException($"There is no model '{name}' in the yard.{Spelling.Hint(name, Names(connection))}");
        }

        Dictionary<string, int> aliases = connection
            .Query("SELECT alias, version FROM aliases WHERE model = ?1 ORDER BY alias;", row => (Alias: row.GetString(0), Version: row.GetInt32(1)), name)
            .ToDictionary(alias => alias.Alias, alias => alias.Version, StringComparer.Ordinal);
        ILookup<int, KeyValuePair<string, string>> tags = connection
            .Query("SELECT version, name, value FROM version_tags WHERE model = ?1 ORDER BY name;", row => (Version: row.GetInt32(0), Tag: KeyValuePair.Create(row.GetString(1), row.GetString(2))), name)
            .ToLookup(tag => tag.Version, tag => tag.Tag);
        List<ModelVersion> versions = connection.Query(
            "SELECT version, created, run, digest, size, description FROM versions WHERE model = ?1 ORDER BY version DESC;",
            row => new ModelVersion
            {
                Name = name,
                Version = row.GetInt32(0),
                Created = row.Time(1),
                RunId = row.Text(2),
                Digest = row.GetString(3),
                Size = row.GetInt64(4),
                Description = row.Text(5),
                Tags = tags[row.GetInt32(0)].ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal),
                Aliases = [.. aliases.Where(alias => alias.Value == row.GetInt32(0)).Select(alias => alias.Key)],
            },
            name);
        return new RegisteredModel(name, new DateTimeOffset(created, TimeSpan.Zero), versions, aliases);
    }

    private static ModelVersion Find(RegisteredModel model, ModelReference reference)
    {
        if (reference.Alias == ModelReference.Latest)
        {
            return model.Latest;
        }

        int? wanted = reference.Version;
        if (reference.Alias is { } alias)
        {
            wanted = model.Aliases.TryGetValue(alias, out int target)
                ? target
                : throw new YardException($"The model '{model.Name}' has no alias '{alias}'.{Spelling.Hint(alias, [.. model.Aliases.Keys, ModelReference.Latest])}");
        }

        wanted ??= model.Aliases.TryGetValue(ModelReference.Champion, out int champion) ? champion : model.Latest.Version;
        return model.Versions.FirstOrDefault(version => version.Version == wanted)
            ?? throw new YardException($"The model '{model.Name}' has no version '{wanted}'; its newest is '{model.Latest.Version}'.");
    }
}
