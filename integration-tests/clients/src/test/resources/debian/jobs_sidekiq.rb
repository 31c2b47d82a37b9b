# Jobs of Sidekiq: now, later, and one that fails once. Argument: the port.
ENV['REDIS_URL'] = "redis://localhost:#{ARGV[0]}/3"
require 'timeout'
require 'sidekiq'
require 'sidekiq/api'
require 'sidekiq/cli'
require 'sidekiq/launcher'

DONE = Queue.new

class Job
  include Sidekiq::Worker
  sidekiq_options retry: 1
  sidekiq_retry_in { 1 }

  def perform(name)
    @@tries ||= 0
    raise 'once' if name == 'fail' && (@@tries += 1) == 1
    DONE << name
  end
end

Sidekiq.logger.level = Logger::FATAL
Job.perform_async('now')
Job.perform_in(2, 'later')
Job.perform_async('fail')
before = [Sidekiq::Queue.new.size, Sidekiq::ScheduledSet.new.size]
Sidekiq.options[:poll_interval_average] = 1
launcher = Sidekiq::Launcher.new(Sidekiq.options.merge(queues: ['default'], concurrency: 2, timeout: 5))
launcher.run
done = []
Timeout.timeout(60) { 3.times { done << DONE.pop } }
launcher.quiet
launcher.stop
puts [before, done.sort, Sidekiq::RetrySet.new.size, Sidekiq::ScheduledSet.new.size, Sidekiq::Queue.new.size].inspect
