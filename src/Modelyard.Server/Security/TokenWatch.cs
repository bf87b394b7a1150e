using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Modelyard.Lifecycle;
using Modelyard.Lifecycle.Tokens;

namespace Modelyard.Server.Security;

/// <summary>Holds the tokens that open the server, and looks for new and revoked ones as long as it runs.</summary>
internal sealed class TokenWatch : BackgroundService
{
    private static readonly TimeSpan s_keeping = TimeSpan.FromMinutes(1);
    private readonly ModelServerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<TokenWatch> _logger;
    private readonly Yard? _yard;
    private readonly ConcurrentDictionary<string, RequestRate> _rates = new(StringComparer.Ordinal);
    private readonly Lock _looking = new();
    private long _revision;
    private volatile TokenTable _current;

    public TokenWatch(ModelServerOptions options, TimeProvider clock, ILogger<TokenWatch> logger)
    {
        _options = options;
        _clock = clock;
        _logger = logger;
        _yard = options.Tokens is null ? null : Yard.Open(new YardOptions { Folder = options.Tokens, Create = false });
        _current = Read();
    }

    public TokenTable Current => _current;

    /// <summary>Takes in what tokens were given and revoked since the last look.</summary>
    public void Poll()
    {
        lock (_looking)
        {
            if (_yard is not null && _yard.Tokens.Revision != _revision)
            {
                TokenTable old = _current;
                _current = Read();
                KeepUse(_yard, old);
            }
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (_yard is not null)
        {
            try
            {
                KeepUse(_yard, _current);
            }
            catch (ModelyardException fault)
            {
                _logger.LogWarning("When tokens were last used could not be kept: {Fault}", fault.Message);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _yard?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_yard is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(_options.PollInterval, _clock);
        string lastFault = "";
        long kept = _clock.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            string fault = "";
            try
            {
                Poll();
                if (_clock.GetElapsedTime(kept) >= s_keeping)
                {
                    kept = _clock.GetTimestamp();
                    KeepUse(_yard, _current);
                }
            }
            catch (ModelyardException thrown)
            {
                fault = thrown.Message;
            }

            // A fault that lasts is told once.
            if (fault.Length > 0 && fault != lastFault)
            {
                _logger.LogWarning("The tokens of the yard cannot be read, those known hold on, and none that is revoked now ends: {Fault}", fault);
            }

            lastFault = fault;
        }
    }

    private TokenTable Read()
    {
        // Read before the tokens: one that comes in between is found by the next look.
        _revision = _yard?.Tokens.Revision ?? 0;
        IReadOnlyList<AccessToken> tokens = _yard?.Tokens.List() ?? [];
        foreach (string gone in _rates.Keys.Except(tokens.Where(token => token.Revoked is null).Select(token => token.Id).Append("token").Append("local"), StringComparer.Ordinal))
        {
            _rates.TryRemove(gone, out _);
        }

        return new TokenTable(_options.Token, tokens, RateOf);
    }

    // What a bearer has taken is not forgotten when another token is given.
    private RequestRate? RateOf(string id) => _options.Rate is { } rate ? _rates.GetOrAdd(id, _ => new RequestRate(rate, _clock)) : null;

    private void KeepUse(Yard yard, TokenTable table)
    {
        string[] used = [.. table.Given.Where(grant => grant.TakeUse()).Select(grant => grant.Token!.Id)];
        if (used.Length > 0)
        {
            yard.Tokens.Touch(used, _clock.GetUtcNow().UtcDateTime);
        }
    }
}
